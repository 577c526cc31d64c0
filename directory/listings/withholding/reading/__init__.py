"""What addresses and free text say of where something is. Pure: nothing is looked up."""

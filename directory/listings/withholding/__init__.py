"""What is or was confidential or suspended stays so, whatever comes in, until an officer decides."""

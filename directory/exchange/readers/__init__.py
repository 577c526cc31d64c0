"""Files of other directories, read into the nested records of HSDS 3."""

"""Records in the form of HSDS 3, checked, turned into entry data and written."""

// Nothing of libxml2 is shown here: the module only carries its compiler flags and its library to CXML.

"""A campaign of pack yichun-2012-grading walked through its pages, a module a part of the way."""

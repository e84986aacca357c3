"""Who sees what (`scope`) and who may do what (`checks`). Both follow from posts: a role at an organisation.

scope    querysets; what lies outside is not found, rather than forbidden
checks   may somebody do this here? Raises Forbidden
"""

"""Stands in for the Cassandra driver: what TrustGraph's services ask of it, answered by one SQLite file.

The file is named by the variable CASSANDRA_STAND_IN; all processes of a stack share it.
"""

"""The protocol core: what a socket conversation means, without sockets, clocks or threads.

`mux` follows the requests on one socket, `lanes` spreads calls over several,
`transfer` follows a bulk import. Shells feed them frames and the time, send what they
are given, and wake whoever waits.
"""

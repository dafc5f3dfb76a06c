"""The ways in: what a contributor is asked, in every form of it, and from the answers to a file.

``inputs`` turns the declaration of a kind into what a person is asked. Everything a contributor may
fill in is made from that, and every way in leads back to ``draft``, which writes the file.
"""

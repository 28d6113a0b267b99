"""Links: who or what stands in which relation to whom or what, by which evidence.

A statement is a fact that an officer states or an extractor reads; a decision says whether two
nodes are one. Both are recorded and never changed. What questions need is derived from them into
a second index, `links.db`.
"""

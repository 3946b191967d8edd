"""The templates of notices: for each template and language one file that extends `letter.<language>.j2`.

A file fills the blocks `subject`, `news` (what happened) and `next` (what the reader should do), and where needed
`details` (further items in the list that identifies the matter), `term` and `why` (the labels of the day and of the
reasons).

A notice is rendered once, to plain text. Its first paragraph is the subject; the others are separated by blank lines,
and lines that begin with a hyphen are a list. Both parts of an e-mail are made from that text: `letter.html.j2` has no
text of its own. `words.<language>.j2` formats days, instants, votes and stages.
"""

"""The words of the letters: for each template and language one file that extends `letter.<language>.j2`.

A file fills the blocks `subject`, `news` (what happened) and `next` (what the reader should do), and where it needs to
`details` (more of the list that names the matter), `term` and `why` (what the day and the reasons are called).

A letter is rendered once, to plain text. Its first paragraph is the subject; the others are set apart by blank lines,
and lines that begin with a hyphen are a list. Both parts of a mail are made from that text: `letter.html.j2` has no
words. `words.<language>.j2` says days, instants, votes and stages.
"""

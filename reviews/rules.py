"""What a compilation holds beside its measures, as it has grown.

A measure has revisions of its own; lists, labels and the order of voices have this one number,
which a compilation keeps (`Compilation.rules`), so that it can be computed again for ever. What is
new asks for the number since which it is there; what was there before stays as it was.
"""

from __future__ import annotations

#: As they were in the first editions.
FIRST = 1
#: Goals in focus, change since the last edition, years beside each other, custodians' values,
#: values of joint reports, what others can take up, and the choice among key messages.
WHOLE = 2

CURRENT = WHOLE

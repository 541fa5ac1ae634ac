"""The words of a front page, at home and in an exported site."""

TITLE = "Practise the conversation before you have it"
LEAD = (
    "Short scenarios for coaches. You choose what to say. Afterwards you see who knows what, and what it did to trust."
)

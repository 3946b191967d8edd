"""The demonstration: a real round of awards carried through the whole system, with what had to be invented said so."""

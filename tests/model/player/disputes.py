"""Where the service is known to answer otherwise than the rules' words. What is named here is left
out of a sequence, unless the player is started with --disputed; each entry goes when it is settled.

Beside the functions below: prepayment "is used by itself when a bill falls due" (LED-2), but the
service books the use when the unit is next asked for, and a question as of what was known between
the due date and that moment (LED-16) does not see it. So the player takes such moments behind its
own questions, which touch every unit.
"""

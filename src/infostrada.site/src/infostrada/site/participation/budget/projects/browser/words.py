"""Words of projects on pages."""

from infostrada.site import _


PRICE_WORDS = {
    "bench": _("bench"),
    "bin": _("litter bin"),
    "tree": _("tree with planting"),
    "shrubs": _("shrubs"),
    "lamp": _("street lamp"),
    "pavement": _("pavement"),
    "cycle_path": _("cycle path"),
    "playground_device": _("playground device"),
    "gym_device": _("outdoor gym device"),
    "safe_surface": _("safe surface"),
    "fence": _("fence"),
    "bike_stand": _("bicycle stand"),
    "crossing": _("lit pedestrian crossing"),
    "event": _("open event"),
}
CRITERION_WORDS = {
    "lawful": _("It agrees with the law"),
    "own_task": _("It is a task of the unit"),
    "land": _("The unit holds the land"),
    "plan": _("It agrees with the local plan"),
    "feasible": _("It can be carried out within a year"),
    "cost": _("The cost is right"),
    "open_to_all": _("Everybody can use it"),
}
SUBJECT_WORDS = {
    "land": _("check_land", default="Land"),
    "plan": _("check_plan", default="Plan"),
    "protected": _("check_protected", default="Nature"),
    "monument": _("check_monument", default="Monument"),
    "network": _("check_network", default="Network"),
}
# The budget's own words: a project is neither a letter nor a case.
STATE_WORDS = {
    "submitted": (_("project_submitted", default="Submitted"), "wait"),
    "amend": (_("project_amend", default="Called to amend"), "warn"),
    "merit": (_("project_merit", default="Merit check"), "wait"),
    "listed": (_("project_listed", default="On the list"), "run"),
    "refused": (_("project_refused", default="Refused"), "warn"),
    "appealed": (_("project_appealed", default="Appeal"), "wait"),
    "dismissed": (_("project_dismissed", default="Appeal dismissed"), "warn"),
    "withdrawn": (_("project_withdrawn", default="Withdrawn"), "warn"),
    "merged": (_("project_merged", default="Merged with another"), "wait"),
    "ballot": (_("project_ballot", default="Put to the vote"), "run"),
    "lost": (_("project_lost", default="Not won"), "wait"),
    "won": (_("project_won", default="Won"), "done"),
    "in_act": (_("project_in_act", default="In the budget act"), "done"),
    "contracted": (_("project_contracted", default="Contracted"), "run"),
    "works": (_("project_works", default="In works"), "run"),
    "accepted": (_("project_accepted", default="Works accepted"), "done"),
    "settled": (_("project_settled", default="Settled"), "done"),
}
STEP_WORDS = {
    "submitted": _("step_submitted", default="Submitted"),
    "amend": _("step_amend", default="Called to amend"),
    "amended": _("step_amended", default="Amended by the author"),
    "formal_passed": _("step_formal_passed", default="Formal check passed"),
    "listed": _("step_listed", default="Put on the list"),
    "refused": _("step_refused", default="Refused"),
    "appealed": _("step_appealed", default="Appeal of the author"),
    "upheld": _("step_upheld", default="Appeal upheld"),
    "dismissed": _("step_dismissed", default="Appeal dismissed"),
    "withdrawn": _("step_withdrawn", default="Withdrawn"),
    "moved": _("step_moved", default="Moved to another pool"),
    "merge_offered": _("step_merge_offered", default="Merging proposed to the authors"),
    "merge_dropped": _("step_merge_dropped", default="Merging given up"),
    "agreed": _("step_agreed", default="The author agreed to merge"),
    "merged": _("step_merged", default="Merged with another"),
    "took_in": _("step_took_in", default="Took another one in"),
    "won": _("step_won", default="Won"),
    "lost": _("step_lost", default="Not won"),
    "to_act": _("step_to_act", default="Entered in the budget act"),
    "contract": _("step_contract", default="Contracted"),
    "start": _("step_start", default="Works begun"),
    "accept": _("step_accept", default="Works accepted"),
    "settle": _("step_settle", default="Settled"),
    "attached": _("step_attached", default="Published from the works"),
    "detached": _("step_detached", default="Taken back"),
}

"""What the script that runs Lighthouse makes of its reports."""

import lighthouse


def report(performance=1.0, *, accessibility=1.0):
    scores = dict.fromkeys(lighthouse.GOALS, 1.0) | {
        "performance": performance,
        "accessibility": accessibility,
    }
    audits = {name: {"displayValue": "1 s", "title": name} for name in lighthouse.FIGURES}
    audits["contrast"] = {"title": "Contrast is too low", "score": accessibility}
    audits["unweighted"] = {"title": "Not counted", "score": 0}
    refs = [{"id": "contrast", "weight": 7}, {"id": "unweighted", "weight": 0}]
    categories = {name: {"score": score, "auditRefs": refs} for name, score in scores.items()}
    return {"categories": categories, "audits": audits}


def test_page_that_reaches_the_goals_is_only_printed(capsys):
    assert lighthouse.show("", [report(0.95)]) == []
    assert "95            100            100            100" in capsys.readouterr().out


def test_page_below_a_goal_is_named_with_what_cost_it():
    assert lighthouse.show("themes/", [report(accessibility=0.99)]) == [
        "themes/: accessibility is 99, not 100: Contrast is too low"
    ]


def test_the_median_of_the_runs_counts():
    assert lighthouse.show("", [report(0.4), report(0.96), report(1.0)]) == []
    assert len(lighthouse.show("", [report(0.4), report(0.94), report(1.0)])) == 1

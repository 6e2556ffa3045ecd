"""Parts of the API peer's answers that stand in several of them."""


def named(entity, link):
    return link and {"id": f"odoo_{entity}_{link['id']}", "name": link["name"]}


def touch(row, data, authors, moment):
    on, entity = data["on"], row["e"]
    shown = {
        "id": f"odoo_{entity}_{row['i']}", "kind": row["kind"], "activity_type": named("activity_type", data.get("activity_type")), "title": None,
        "excerpt": None, "who": None, "on": on and {"id": f"odoo_{on['entity']}_{on['id']}", "name": on["name"]}, "due_on": None,
        "is_overdue": False, "at": row["at"],
    }
    if entity == "activity":
        due = data["due_on"]
        late = due is not None and due < moment.today.isoformat()
        return {**shown, "title": data["summary"], "who": data["user"] and data["user"]["name"], "due_on": due, "is_overdue": late}
    if entity == "message":
        who = authors.get(data["author"], data["author_email"])
        return {**shown, "title": data["subject"], "excerpt": data["excerpt"], "who": who}
    return {**shown, "title": data["name"], "who": data["organiser"] and data["organiser"]["name"]}

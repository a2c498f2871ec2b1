"""Topics: how many stories each has, and the newsroom's own rules."""

from sqlite_utils import Database

from bot.model.topic import TopicCount, TopicRule
from bot.text import fold
from storage.columns import as_json

_RULES = "SELECT rule FROM topic_rules ORDER BY folded"
_SET = """
    INSERT INTO topic_rules (folded, rule) VALUES (?, ?) ON CONFLICT DO UPDATE SET rule = excluded.rule
"""
_DROP = "DELETE FROM topic_rules WHERE folded = ?"
_FREQUENT = """
    SELECT folded, name, stories FROM labels WHERE kind = 'topic' AND stories > 0
    ORDER BY stories DESC, id LIMIT ?
"""
_COUNT = "SELECT stories FROM labels WHERE kind = 'topic' AND folded = ?"


class SqliteTopics:
    """Topics in SQLite, for reading and, inside a write, for changing the rules."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def rules(self) -> tuple[TopicRule, ...]:
        """Return the newsroom's own rules, by name."""
        return tuple(TopicRule.model_validate_json(rule) for (rule,) in self._db.execute(_RULES))

    def counted(self, *, limit: int) -> tuple[TopicCount, ...]:
        """Return the topics, the most frequent first; those with a rule are there even without stories.

        `limit` is how many are looked up by how frequent they are; those with a rule come on top.
        """
        rules = {fold(rule.name): rule for rule in self.rules()}
        counts = {
            folded: TopicCount(name=name, stories=stories)
            for folded, name, stories in self._db.execute(_FREQUENT, [limit])
        }
        for folded, rule in rules.items():
            before = counts.get(folded)
            stories = before.stories if before else self._count(folded)
            counts[folded] = TopicCount(name=rule.name, stories=stories, rule=rule)
        return tuple(sorted(counts.values(), key=lambda topic: -topic.stories))

    def set(self, rule: TopicRule) -> None:
        """Store a rule; one with the same name (without case and accents) is replaced."""
        self._db.execute(_SET, [fold(rule.name), as_json(rule)])

    def drop(self, name: str) -> bool:
        """Remove the rule of that name; False where there is none. Stories keep the topic."""
        return self._db.execute(_DROP, [fold(name)]).rowcount > 0

    def _count(self, folded: str) -> int:
        row = self._db.execute(_COUNT, [folded]).fetchone()
        return int(row[0]) if row else 0

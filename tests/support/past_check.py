"""Holds `migrate log` and `migrate blame` against what a database had after each migration.

Usage: past_check.py VERSIONS FACTS LOG [BLAME...]; FACTS has a line for each state, before the first migration and
after each, as past_facts.sql prints it; the others are the programs' answers. What the log says has to lead from each
state to the next, with nothing missing and nothing more; and what an object is blamed on has to be the last migration
that changed it.
"""
import json
import sys

KINDS = ('column', 'default', 'constraint', 'foreign_key', 'index')


def parse(line):
    return {(kind, identity, attribute): value for kind, identity, attribute, value in json.loads(line)}


def whole(kind, identity):
    """What an identity of a part begins or ends with: the identities of what it is a part of."""
    if kind == 'default':
        return 'column', identity[len('for '):], 'for '
    if kind == 'column':
        return 'table', identity[:cut(identity)], ''
    if kind in ('constraint', 'foreign_key'):
        at = identity.rindex(' on ') + len(' on ')
        return 'table', identity[at:], identity[:at]
    return None


def cut(identity):
    quoted, last = False, -1
    for at, char in enumerate(identity):
        quoted ^= char == '"'
        if char == '.' and not quoted:
            last = at
    return last


def renamed(kind, identity, names):
    """What `identity` is called once everything has its new name."""
    if (kind, identity) in names:
        return names[kind, identity]
    above = whole(kind, identity)
    if not above:
        return identity
    above_kind, above_identity, head = above
    now = renamed(above_kind, above_identity, names)
    tail = identity[cut(identity):] if kind == 'column' else ''
    return head + now + tail


def check(versions, facts, log, blames):
    states = [parse(line) for line in facts]
    by_version = {m['version']: m for m in log['migrations']}
    last = {}
    for step, version in enumerate(versions):
        state, after = states[step], states[step + 1]
        changes = by_version.get(version, {'changes': []})['changes']
        names = {(c['kind'], c['from']): c['identity'] for c in changes if c.get('from')}
        gone = {(c['kind'], c['identity']) for c in changes if c['change'] == 'drop'}
        expected, since = {}, {}
        for (kind, identity, attribute), value in state.items():
            if (kind, identity) in gone:
                continue
            now = renamed(kind, identity, names)
            expected[kind, now, attribute] = value
            since[kind, now, attribute] = last[kind, identity, attribute]
        for change in changes:
            for attribute in change['attributes'] if change['kind'] in KINDS else []:
                key = change['kind'], change['identity'], attribute['name']
                if key not in after and key not in expected:
                    continue
                if attribute.get('before') != expected.get(key):
                    sys.exit(f'{version}: {key} was {expected.get(key)!r}, the log says {attribute}')
                if attribute.get('after') == expected.get(key):
                    sys.exit(f'{version}: {key} does not differ, the log says {attribute}')
                expected.pop(key, None)
                since[key] = version
                if 'after' in attribute:
                    expected[key] = attribute['after']
        for key in expected.keys() | after.keys():
            if expected.get(key) != after.get(key):
                sys.exit(f'{version}: {key} is {after.get(key)!r}, by the log {expected.get(key)!r}')
        last = {key: since[key] for key in after}
    checked = 0
    for blame in blames:
        for line in blame['lines']:
            key = line['kind'], line['identity'], line.get('attribute')
            if key in states[-1]:
                if (line.get('value'), line['migration']['version']) != (states[-1][key], last[key]):
                    sys.exit(f'{key} is {states[-1][key]!r} since {last[key]}, blamed is {line}')
                checked += 1
    print(len(states[-1]), checked)


check(sys.argv[1].split(), open(sys.argv[2]).read().splitlines(), json.load(open(sys.argv[3])),
      [json.load(open(blame)) for blame in sys.argv[4:]])

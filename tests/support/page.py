#!/usr/bin/env python3
"""page.py FILE: does what a page in Markdown says, in the current folder, as a reader would who begins at its top.

A block of the language "console" has commands, each after "$ ", and what they print. They are executed in
one shell, and their output, both streams together, has to be what stands there: "…" within a line stands for
any text, alone on a line for any lines. A command that fails has to show that it does. A block of another
language followed by a path ("sql schema/a.sql") is written to that file, below the folder that the shell is
in. A block of "ini" has to be settings that the program takes.

Prints a line for each block that is not true, and exits 1; last a line "N commands, N not run", the second
being the blocks of "sh". --check-only FILE... executes nothing but 'help' and 'explain': in the text, each
`migrate VERB --option` has to be one that exists.
"""
import os
import re
import subprocess
import sys
import tempfile

MARK = "\x01"


def blocks(path):
    """(line number, language, file to write, lines) of each block of code."""
    found, block, indent = [], None, 0
    for number, line in enumerate(open(path, encoding="utf-8").read().split("\n"), 1):
        fence = re.match(r"( *)```(.*)$", line)
        if fence and block is None:
            indent, words = len(fence[1]), fence[2].split()
            block = (number, words[0] if words else "", words[1] if len(words) > 1 else None, [])
        elif fence:
            found.append(block)
            block = None
        elif block is not None:
            block[3].append(line[indent:])
    return found


def steps(lines):
    """(command, what it prints) of a block of the console."""
    found = []
    for line in lines:
        if found and found[-1][0].endswith("\\"):
            found[-1][0] += "\n" + line
        elif line.startswith("$ "):
            found.append([line[2:], []])
        elif found:
            found[-1][1].append(line)
    return found


def matches(expected, printed):
    pattern = ""
    for line in expected:
        if line == "…":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.split("…")) + r"\n"
    return re.fullmatch(pattern, printed) is not None


class Shell:
    """One shell for all commands of a page."""

    def __init__(self):
        self.shell = subprocess.Popen(["bash", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True)

    def run(self, command):
        """(status, what was printed)"""
        # The shell's own input holds the commands; those get none.
        self.shell.stdin.write("{ %s\n} </dev/null; printf '%s%%s\\n' $?\n" % (command, MARK))
        self.shell.stdin.flush()
        printed = ""
        for line in self.shell.stdout:
            if MARK in line:
                before, status = line.split(MARK)
                return int(status), printed + before
            printed += line
        return 255, printed + "(the shell has ended)\n"

    def end(self):
        self.shell.stdin.close()
        self.shell.wait()


def shows_failure(expected):
    return any(re.search(r"error|out of sync|unreachable|migrate: |status\W+[1-9]", line) for line in expected)


def run_console(shell, path, number, lines):
    wrong = 0
    for command, expected in steps(lines):
        status, printed = shell.run(command)
        true = matches(expected, printed) and (status == 0 or shows_failure(expected))
        if not true:
            wrong += 1
            print(f"{path}:{number}: $ {command}\n--- the page says\n" + "\n".join(expected)
                  + f"\n--- it prints, with status {status}\n{printed}---")
    return wrong


def check_settings(path, number, lines):
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        urls = dict.fromkeys(["PRODUCTION_DATABASE_URL", "DATABASE_URL"], "postgresql://localhost/app")
        run = subprocess.run(["migrate", "--config", file.name, "config"], capture_output=True, text=True,
                             env=os.environ | urls)
    if run.returncode == 0:
        return 0
    print(f"{path}:{number}: these are no settings: {run.stderr}")
    return 1


def do(path):
    shell, commands, unrun, wrong = Shell(), 0, 0, 0
    for number, language, name, lines in blocks(path):
        if name:
            name = os.path.join(shell.run("pwd")[1].strip(), name)
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        elif language == "console":
            commands += len(steps(lines))
            wrong += run_console(shell, path, number, lines)
        elif language == "ini":
            wrong += check_settings(path, number, lines)
        elif language == "sh":
            unrun += 1
    shell.end()
    print(f"{commands} commands, {unrun} not run")
    return 1 if wrong else 0


# --- what the text names

def help_of(known, verb):
    if verb not in known:
        run = subprocess.run(["migrate", "help", verb], capture_output=True, text=True)
        known[verb] = run.stdout if run.returncode == 0 else None
    return known[verb]


def check_words(path, number, words, known):
    verb = words[1]
    if verb in ("help", "explain"):
        if len(words) > 2 and not words[2].isupper() and not words[2].startswith("-"):
            return subprocess.run(["migrate"] + words[1:3], capture_output=True).returncode == 0
        return True
    text = help_of(known, verb)
    options = [re.match(r"--[a-z-]+", word)[0] for word in words[2:] if re.match(r"--[a-z-]+", word)]
    return text is not None and all(re.search(re.escape(option) + r"\b", text) for option in options)


def check_text(path, known):
    wrong = 0
    text = open(path, encoding="utf-8").read()
    text = re.sub(r"(?ms)^ *```.*?^ *```$", lambda match: "\n" * match[0].count("\n"), text)
    for match in re.finditer(r"(?m)^    .*$", text):
        print(f"{path}:{text.count(chr(10), 0, match.start()) + 1}: code is not between lines of ```")
        wrong += 1
    for match in re.finditer(r"`(migrate\s[^`]*)`", text):
        words = match[1].split()
        number = text.count("\n", 0, match.start()) + 1
        if re.match(r"[a-z][a-z-]*$", words[1]) and not check_words(path, number, words, known):
            print(f"{path}:{number}: there is no `{' '.join(words)}`")
            wrong += 1
    return wrong


if sys.argv[1] == "--check-only":
    seen = {}
    sys.exit(1 if sum(check_text(path, seen) for path in sys.argv[2:]) else 0)
sys.exit(do(sys.argv[1]))

# make demo | test | check-fast | proofs | bench | faults | fuzz | asan | format | analyze | layers
#      clang-check | install | dist | html | clean
# make unit ROOMS="base text" runs the unit tests of some folders alone.
#
# check-fast   for the inner loop, under a minute: the unit tests that need no server, some of the cases
#              and of the command line's tests
# test         everything, before a push
# proofs       the long form of tests that have a short one in `test`: data and series that take minutes;
#              so are `faults` and `bench`

CFLAGS ?= -O2 -g
# A warning is an error where CI builds; another compiler's new warning stops nobody else.
WERROR ?= $(if $(filter-out false 0,$(CI)),-Werror)
WARNINGS = -Wall -Wextra $(WERROR) -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
           -Wpointer-arith -Wwrite-strings -Wvla -Wno-missing-field-initializers
HARDENING ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
PACKAGES = glib-2.0 jansson libpq libgit2 libpcre2-8 libcrypto zlib libzstd
BUILD ?= build
PREFIX ?= /usr/local
JOBS ?= $(shell nproc)
VERSION ?= $(eval VERSION := $(shell ci/version))$(VERSION)
# Who publishes releases, as owner/name: the action of workflows that init writes, and the scope of the npm packages.
# What stands here nobody can be called.
REPOSITORY ?= THE.OWNER/migrate

# The order of layers; ci/layers checks the sources against it.
ALL_ROOMS = base text pg git report catalog history prisma diff plan kinds server measure source mask \
            apply lint types doc config compare backup rows cmd
ROOMS ?= $(ALL_ROOMS)

# Asked once, and only when something is compiled: the packages may have been installed a moment ago.
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES)))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES)))$(PACKAGE_LIBS)

CPPFLAGS_ALL = -D_GNU_SOURCE -DMIGRATE_VERSION='"$(VERSION)"' -DMIGRATE_REPOSITORY='"$(REPOSITORY)"' \
               -Imigrate -I$(BUILD)/gen $(CPPFLAGS)
# Hidden, because libpg_query exports PostgreSQL's internal names, and none of ours may replace one of those.
CFLAGS_ALL = -std=gnu17 -fvisibility=hidden $(WARNINGS) $(HARDENING) $(PACKAGE_CFLAGS) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS = $(PACKAGE_LIBS) -lpg_query -lseccomp -pthread
# V=1 shows the commands.
quiet = $(if $(V),,@printf '  %-4s %s\n' $(1) $@ && )
COMPILE = $(call quiet,CC)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
LINK = $(call quiet,LINK)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^

SOURCES := $(sort $(wildcard $(ALL_ROOMS:%=migrate/%/*.c)))
SQLS    := $(sort $(wildcard migrate/*/*.sql))
KINDS   := $(sort $(wildcard migrate/kinds/*.c))
VERBS   := $(sort $(wildcard migrate/cmd/verb_*.c))
TOPICS  := $(sort $(wildcard migrate/cmd/topics/*.md))
PRESETS := $(sort $(wildcard migrate/source/presets/*.sql))
ASSETS  := $(sort $(wildcard migrate/*/site/*))
CIFILES := ci/workflows/check.yml ci/gitlab.yml
INPUTS  := $(SQLS) $(KINDS) $(VERBS) $(TOPICS) $(PRESETS) $(CIFILES) $(ASSETS)
OBJECTS := $(SOURCES:migrate/%.c=$(BUILD)/%.o)
GEN_OBJECTS := $(patsubst %,$(BUILD)/gen/%.o,sql kinds verbs topics presets ci_files assets)

SUPPORT := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/support/*.c)))
UNIT    := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard $(ROOMS:%=tests/unit/%/test_*.c))))
REPLAY  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
HELPERS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/cli/*.c tests/faults/*.c tests/bench/*.c tests/cases/*.c)))
GENERATE := $(BUILD)/tests/random/generate
CLI      = $(sort $(shell find tests/cli -type f -perm -u+x -name 'test_*'))
ALONE    = $(wildcard tests/cases/run tests/random/run tests/corpus/holes) tests/example

# One process for each CPU unless the command line says otherwise.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --no-print-directory -j$(JOBS)
endif

.PHONY: all
all: $(BUILD)/migrate

# Names the packages that are missing, and the command that installs them. Only `make demo` and
# `make test` install anything.
.PHONY: deps deps-test
deps:
	@ci/deps --check build
deps-test:
	@ci/deps --check build run test

# Every .sql file becomes a string SQL_<stem>; the kinds, the verbs, the topics and the presets become
# registries. The list of inputs is a file, so that one that is added or removed counts as a change;
# outputs with the same content are not touched.
GENERATED := $(addprefix $(BUILD)/gen/,sql.h sql.c kinds.c verbs.c topics.c presets.c ci_files.c assets.c)
.PHONY: force
$(BUILD)/gen/inputs: force
	@mkdir -p $(@D)
	@echo "$(INPUTS)" | cmp -s - $@ || echo "$(INPUTS)" >$@
$(BUILD)/gen/done: ci/generate $(BUILD)/gen/inputs $(INPUTS)
	@ci/generate $(BUILD)/gen
	@touch $@
$(GENERATED): $(BUILD)/gen/done
	@:
# What is compiled in and no file: another version is another program.
$(BUILD)/gen/version: force
	@mkdir -p $(@D)
	@echo "$(VERSION) $(REPOSITORY)" | cmp -s - $@ || echo "$(VERSION) $(REPOSITORY)" >$@

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | deps
	$(COMPILE)
$(BUILD)/tests/%.o: tests/%.c | deps $(BUILD)/gen/sql.h
	@mkdir -p $(@D)
	$(COMPILE) -Itests $(TEST_CFLAGS)
$(BUILD)/%.o: migrate/%.c $(BUILD)/gen/version | deps $(BUILD)/gen/sql.h
	@mkdir -p $(@D)
	$(COMPILE)

$(BUILD)/libmigrate.a: $(OBJECTS) $(GEN_OBJECTS)
	@rm -f $@
	$(call quiet,AR)$(AR) rcs $@ $^

$(BUILD)/migrate: $(BUILD)/main.o $(BUILD)/libmigrate.a
	$(LINK) $(LIBS)

# Every test program is one file beside the library. A fuzz target is replayed over its corpus here;
# `make fuzz` explores.
$(UNIT) $(HELPERS): %: %.o $(SUPPORT) $(BUILD)/libmigrate.a
	$(LINK) -lcmocka $(LIBS)
# Counts the calls of a function that every command reaches.
$(BUILD)/tests/unit/cmd/test_compares: LDFLAGS_ALL += -Wl,--wrap=diff_compare
$(BUILD)/tests/unit/server/test_sandbox $(BUILD)/tests/unit/server/test_sandbox_calls: \
    $(BUILD)/tests/unit/server/inside.o
$(REPLAY): %: %.o $(BUILD)/tests/fuzz/replay.o $(BUILD)/libmigrate.a
	$(LINK) $(LIBS)
$(GENERATE): $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/random/*.c))
	$(LINK) $(PACKAGE_LIBS)
.SECONDARY:

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/tests/*/*.d $(BUILD)/tests/*/*/*.d)

.PHONY: install
SHARED = $(DESTDIR)$(PREFIX)/share/migrate/ci
install: all
	install -D -m 755 $(BUILD)/migrate $(DESTDIR)$(PREFIX)/bin/migrate
	ci/manual $(BUILD)/migrate $(BUILD)/man
	$(BUILD)/migrate help --bash-completion >$(BUILD)/migrate.bash
	$(BUILD)/migrate help --zsh-completion >$(BUILD)/migrate.zsh
	$(BUILD)/migrate help --fish-completion >$(BUILD)/migrate.fish
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 $(BUILD)/man/man1/* $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 $(BUILD)/man/man7/* $(DESTDIR)$(PREFIX)/share/man/man7/
	install -D -m 644 $(BUILD)/migrate.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/migrate
	install -D -m 644 $(BUILD)/migrate.zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_migrate
	install -D -m 644 $(BUILD)/migrate.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/migrate.fish
	install -D -m 644 LICENSE $(DESTDIR)$(PREFIX)/share/doc/migrate/LICENSE
	install -d $(SHARED)/hooks $(SHARED)/workflows $(SHARED)/heroku
	install -m 755 ci/hooks/* $(SHARED)/hooks/
	install -m 644 ci/workflows/* $(SHARED)/workflows/
	sed -i 's#THE.OWNER/migrate#$(REPOSITORY)#' $(SHARED)/workflows/*
	install -m 644 ci/heroku/* $(SHARED)/heroku/
	install -m 644 ci/gitlab.yml ci/compose.yaml ci/compose.services.yaml ci/kubernetes.yaml \
	    ci/kubernetes.tenants.yaml ci/Containerfile $(SHARED)/

# What a release consists of, into $(BUILD)/dist. Libraries are found beside the program, those that they
# need in turn as well: an rpath of the old kind.
$(BUILD)/relocatable/migrate: $(BUILD)/main.o $(BUILD)/libmigrate.a
	@mkdir -p $(@D)
	$(LINK) $(LIBS) -Wl,--disable-new-dtags,-rpath,'$$ORIGIN/../lib/migrate'
.PHONY: dist
dist: $(BUILD)/relocatable/migrate
	@ci/dist $< $(BUILD)/dist '$(VERSION)' '$(REPOSITORY)'

# The pages of help as a site.
.PHONY: html
html: all
	@ci/deps --check html
	@ci/html $(BUILD)/migrate $(BUILD)/html

.PHONY: demo
demo:
	@ci/deps build run
	$(MAKE) all
	@MIGRATE=$(abspath $(BUILD))/migrate ci/demo

# --- tests

RUN = BUILD=$(abspath $(BUILD)) tests/run -j $(JOBS)

# The programs that take longest are the first, so that no processor waits for the last of them.
LONGEST = tests/faults/run $(BUILD)/tests/unit/server/test_escape \
          $(patsubst %,tests/cli/test_%.sh,not_writable create cache pages apply squash services drift_sides)
TOGETHER = $(LONGEST) $(filter-out $(LONGEST),$(CLI) $(UNIT) $(REPLAY))
.PHONY: test
test:
	@ci/deps build run test
	$(MAKE) all tests-build
	$(MAKE) clang-check
	$(MAKE) layers
	$(RUN) $(TOGETHER) -- $(ALONE)

# The tests that start no server, and a sample of each kind of the others.
SERVERLESS = $(patsubst %.c,$(BUILD)/%,$(shell \
    grep -LE '"(support/schema|server/scratch|server/given|server/server)\.h"' $(wildcard tests/unit/*/test_*.c)))
FAST_CLI   = $(patsubst %,tests/cli/test_%,config.sh create.sh explain.sh help.sh dump_equal secrets.sh)
FAST_CASES = domain/ enum_label/ identity/ index/ view/
.PHONY: check-fast
check-fast: | deps-test
	$(MAKE) all $(SERVERLESS) $(REPLAY) $(HELPERS) layers
	CASE_PATTERNS="$(FAST_CASES)" $(RUN) $(SERVERLESS) $(REPLAY) $(FAST_CLI) -- tests/cases/run

# The long form of tests that have a small one in `make test`.
PROVED = $(BUILD)/tests/unit/server/test_scratch $(shell grep -lE '^proof_|PROOFS' tests/cli/test_*.sh)
.PHONY: proofs
proofs: all tests-build | deps-test
	PROOFS=long RANDOM_PAIRS=4000 HOLES=60 TEST_TIMEOUT=3600 \
	    $(RUN) $(PROVED) -- tests/cases/run tests/random/run tests/corpus/holes

.PHONY: tests-build
tests-build: $(UNIT) $(REPLAY) $(HELPERS) $(GENERATE) $(BUILD)/relocatable/migrate

.PHONY: unit cli cases random
unit: $(UNIT) $(REPLAY) | deps-test
	$(RUN) $(UNIT) $(REPLAY)
cli: all $(HELPERS) | deps-test
	$(RUN) $(CLI)
cases: all $(HELPERS) | deps-test
	PROOFS=long $(RUN) -- tests/cases/run
random: all $(GENERATE) | deps-test
	$(RUN) -- tests/random/run

.PHONY: layers
layers:
	@ci/layers

# The other compiler finds other mistakes. It finds them while it parses, so it generates no code; the gcc build links.
CLANG_SOURCES := $(sort $(SOURCES) $(wildcard migrate/*.c tests/*/*.c tests/unit/*/*.c))
CLANG_CHECKED := $(CLANG_SOURCES:%.c=$(BUILD)-clang/%.checked) \
                 $(GEN_OBJECTS:$(BUILD)/%.o=$(BUILD)-clang/%.checked)
.PHONY: clang-check
clang-check: $(CLANG_CHECKED)
CLANG_FLAGS = $(CPPFLAGS_ALL) $(CFLAGS_ALL) -Itests
CLANG = $(call quiet,LANG)mkdir -p $(@D) && clang $(CLANG_FLAGS) -include-pch $(BUILD)-clang/headers -fsyntax-only \
        -MMD -MP -MF $@.d -MT $@ $< && touch $@
$(BUILD)-clang/headers: ci/clang.h $(BUILD)/gen/version | deps-test
	$(call quiet,LANG)mkdir -p $(@D) && clang $(CLANG_FLAGS) -x c-header -MD -MP -MF $@.d -MT $@ $< -o $@
$(BUILD)-clang/gen/%.checked: $(BUILD)/gen/%.c $(BUILD)-clang/headers | deps-test
	$(CLANG)
$(BUILD)-clang/%.checked: %.c $(BUILD)-clang/headers | deps-test $(BUILD)/gen/sql.h
	$(CLANG)
-include $(wildcard $(patsubst %,$(BUILD)-clang/%.d,* gen/* */* */*/* */*/*/*))

# migrate/kinds/README.md, from the registry of kinds.
.PHONY: kinds-table
kinds-table: $(BUILD)/tests/unit/kinds/test_table
	$< --write

# The cases on every server that ci/servers has put beside the installed one.
.PHONY: versions
versions: all $(HELPERS)
	@BUILD=$(abspath $(BUILD)) tests/cases/versions

SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
.PHONY: asan
asan: | deps-test
	$(MAKE) BUILD=$(BUILD)-asan CFLAGS="-O1 -g $(SANITIZE)" HARDENING=-fPIE all tests-build
	ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1 \
	    LSAN_OPTIONS=suppressions=$(abspath tests/support/leaks):print_suppressions=0 TEST_TIMEOUT=600 RANDOM_PAIRS=60 \
	    $(MAKE) BUILD=$(BUILD)-asan asan-run
.PHONY: asan-run
asan-run:
	$(RUN) $(TOGETHER) -- $(ALONE)

.PHONY: bench
bench: all $(HELPERS) | deps-test
	BUILD=$(abspath $(BUILD)) MIGRATE=$(abspath $(BUILD))/migrate tests/bench/run

.PHONY: faults
faults: all $(HELPERS) | deps-test
	FAULTS=long BUILD=$(abspath $(BUILD)) MIGRATE=$(abspath $(BUILD))/migrate tests/faults/run

# Each target for FUZZ_SECONDS, from its corpus in tests/fuzz/<target>/.
FUZZ_SECONDS ?= 60
FUZZ_PROGRAMS = $(patsubst tests/fuzz/%.c,$(BUILD)/tests/fuzz/explore_%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
.PHONY: fuzz
fuzz:
	@ci/deps --check build fuzz
	$(MAKE) BUILD=$(BUILD)-fuzz CC=clang HARDENING=-fPIE \
	    CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" fuzz-run
.PHONY: fuzz-run
fuzz-run: $(FUZZ_PROGRAMS)
	@for program in $(FUZZ_PROGRAMS); do \
	    name=$${program##*/explore_}; \
	    mkdir -p $(BUILD)/corpus/$$name; \
	    echo "== $$name, $(FUZZ_SECONDS) s"; \
	    $$program -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -artifact_prefix=$(BUILD)/corpus/$$name- \
	        $(BUILD)/corpus/$$name $$(ls -d tests/fuzz/$$name 2>/dev/null) || exit 1; \
	done
$(BUILD)/tests/fuzz/explore_%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libmigrate.a
	$(LINK) -fsanitize=fuzzer $(LIBS)

# --- sources

CHECKED = $(sort $(wildcard migrate/*.c migrate/*/*.c))
FORMATTED = $(sort $(shell find migrate tests -name '*.[ch]'))
# clang-format takes a variable called new for the operator of C++, and && behind it for a reference.
.PHONY: format
format:
	@ci/deps --check analyze
	@clang-format -i $(FORMATTED)
	@sed -i 's/ &&\([a-z]\)/ \&\& \1/' $(FORMATTED)

.PHONY: analyze tidy cppcheck
analyze: tidy cppcheck
tidy: $(GENERATED) | deps
	@ci/deps --check analyze
	@printf '%s\n' $(CHECKED) | xargs -I{} -P $(JOBS) \
	    clang-tidy --quiet {} -- $(CPPFLAGS_ALL) -std=gnu17 $(PACKAGE_CFLAGS)
cppcheck: $(GENERATED) | deps
	@ci/deps --check analyze
	cppcheck --quiet -j $(JOBS) --std=c11 --library=gtk --enable=warning,performance,portability \
	    --inline-suppr --suppress=missingIncludeSystem --suppress=varFuncNullUB --suppress=memleak \
	    --suppress=internalAstError --error-exitcode=1 --include=ci/cppcheck.h -Imigrate -I$(BUILD)/gen $(CHECKED)

.PHONY: clean
clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-clang $(BUILD)-fuzz

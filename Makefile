# make demo | test | bench | faults | asan | format | analyze | layers | install

CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
           -Wpointer-arith -Wwrite-strings -Wvla
HARDENING ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE
PACKAGES = glib-2.0 jansson libpq libgit2 libpcre2-8
BUILD ?= build
VERSION = 0.1.0

CPPFLAGS_ALL = -D_GNU_SOURCE -DMIGRATE_VERSION='"$(VERSION)"' -Imigrate -I$(BUILD)/gen $(CPPFLAGS)
CFLAGS_ALL = -std=gnu17 $(WARNINGS) $(HARDENING) $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lpg_query -lseccomp -pthread

SOURCES := $(sort $(wildcard migrate/*/*.c))
SQLS    := $(sort $(wildcard migrate/*/*.sql))
KINDS   := $(sort $(wildcard migrate/kinds/*.c))
OBJECTS := $(SOURCES:migrate/%.c=$(BUILD)/%.o)
GEN_OBJECTS := $(BUILD)/gen/sql.o $(BUILD)/gen/kinds.o

.PHONY: all
all: deps $(BUILD)/migrate

.PHONY: deps
deps:
	@if [ -x ci/deps ]; then ci/deps; fi

# Every .sql file becomes a string SQL_<stem>; the kinds' folder becomes the registry.
$(BUILD)/gen/sql.h $(BUILD)/gen/sql.c $(BUILD)/gen/kinds.c &: ci/generate $(SQLS) $(KINDS)
	@mkdir -p $(BUILD)/gen
	ci/generate $(BUILD)/gen

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<

$(BUILD)/%.o: migrate/%.c $(BUILD)/gen/sql.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/libmigrate.a: $(OBJECTS) $(GEN_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/migrate: $(BUILD)/main.o $(BUILD)/libmigrate.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)

.PHONY: clean
clean:
	rm -rf $(BUILD)

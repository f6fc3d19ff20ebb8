# SPDX-License-Identifier: Apache-2.0
#
# make            build bin/kubectl-juno and bin/helm-juno
# make help       say what else there is
#
# Variables worth setting: FLAVOUR (release, asan, cov, dist), CC, CFLAGS, BUILD (where objects go), PREFIX and DESTDIR
# (install), WERROR=1 (warnings are errors; also when CI=true), ONLY=base/test_buf (make unit), FUZZ_SECONDS.

# release, asan, cov or dist (for the archives): objects of two flavours never share a directory
FLAVOUR ?= release
BUILD   ?= build/$(FLAVOUR)
PREFIX  ?= /usr/local
VERSION := $(shell cat VERSION)

# Only the release build in its usual place is what bin/ shows; all others keep their programs to themselves.
ifeq ($(BUILD),build/release)
BIN := bin
else
BIN := $(BUILD)/bin
endif

# ---- Flags

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wmissing-prototypes -Wstrict-prototypes \
            -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wundef
ifneq ($(filter true,$(CI))$(WERROR),)
WERROR_FLAG := -Werror
endif

HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE

CFLAGS_release := -O2 -g $(HARDENING)
CFLAGS_asan    := -O1 -g -fPIE -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_cov     := -O0 -g -fPIE --coverage
# No path of this machine is in the programs, so that any directory gives the same bytes.
CFLAGS_dist    := -O2 -g0 $(HARDENING) '-ffile-prefix-map=$(CURDIR)=.'

LDFLAGS_release := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
LDFLAGS_asan    := -pie -fsanitize=address,undefined
LDFLAGS_cov     := -pie --coverage
LDFLAGS_dist    := -s -Wl,-z,relro,-z,now -Wl,-z,noexecstack

ALL_CPPFLAGS := -Icommon -D_GNU_SOURCE -DJUNO_VERSION='"$(VERSION)"' $(CPPFLAGS)
ALL_CFLAGS   := -std=gnu11 $(WARNINGS) $(CFLAGS_$(FLAVOUR)) $(CFLAGS)
# What nothing uses is not linked: helm-juno must not inherit a library from an object that it never calls.
ALL_LDFLAGS  := -Wl,--as-needed $(LDFLAGS_$(FLAVOUR)) $(LDFLAGS)

# ARCHITECTURE.md: libyaml is helm-juno's only library, so its link fails when a forbidden module creeps in. It asks
# nothing of libc that must be loaded at run time, and the loader would take a third of the time of a small stream.
LIBS_helm-juno    := -lyaml
OBJCOPY           ?= objcopy
LIBYAML_A         := $(shell $(CC) -print-file-name=libyaml.a)
ifeq ($(FLAVOUR)$(words $(findstring /,$(shell $(CC) -print-file-name=libc.a)) $(findstring /,$(LIBYAML_A))),release2)
LIBS_helm-juno    := -static-pie $(BUILD)/libyaml.a
endif
# libcurl is loaded when the network is first used (common/http/late_curl.h), and is not linked here.
# Debian's shared libarchive loads libxml2, ICU and the C++ library for formats that we never read: 1.8 MB of memory and
# some of the start. Where its archive is there, what is used of it goes into the program.
ifneq ($(findstring /,$(shell $(CC) -print-file-name=libarchive.a)),)
LIBS_kubectl-juno := -Wl,-Bstatic -lyaml -ljansson -larchive -lz -Wl,-Bdynamic -ldl
else
LIBS_kubectl-juno := -lyaml -ljansson -larchive -lz -ldl
endif
LIBS_test         := $(LIBS_kubectl-juno) -lcmocka

# What an archive of a release brings along. helm-juno asks nothing of libc that must be loaded at run time; kubectl-juno
# asks for names of hosts and users, and Debian has no Kerberos for a static libcurl.
ifeq ($(FLAVOUR),dist)
LIBS_helm-juno    := -static-pie $(BUILD)/libyaml.a
LIBS_kubectl-juno := -pie -Wl,-Bstatic -lyaml -ljansson -larchive -lz -Wl,-Bdynamic -ldl
endif

# Not both of -pie and -static-pie: clang warns of one that it does not use.
HELM_LDFLAGS := $(if $(filter -static-pie,$(LIBS_helm-juno)),$(filter-out -pie,$(ALL_LDFLAGS)),$(ALL_LDFLAGS))

# ---- Sources: everything follows from what is in the directories

LIB_SRCS     := $(sort $(wildcard common/*/*.c))
KUBECTL_SRCS := $(sort $(wildcard plugins/kubectl-juno/*.c))
HELM_SRCS    := $(sort $(wildcard plugins/helm-juno/*.c))
HARNESS_SRCS := $(sort $(wildcard test/harness/*.c))
UNIT_SRCS    := $(sort $(wildcard test/unit/*/test_*.c))
FUZZ_SRCS    := $(sort $(wildcard test/fuzz/fuzz_*.c))
BENCH_SRCS   := $(sort $(wildcard bench/*.c))

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB_OBJS     := $(call objects,$(LIB_SRCS))
KUBECTL_OBJS := $(call objects,$(KUBECTL_SRCS))
HELM_OBJS    := $(call objects,$(HELM_SRCS))
HARNESS_OBJS := $(call objects,$(HARNESS_SRCS))
TEST_OBJS    := $(HARNESS_OBJS) $(call objects,$(UNIT_SRCS) $(FUZZ_SRCS))

UNIT_PROGRAMS  := $(patsubst %.c,$(BUILD)/%,$(UNIT_SRCS))
FUZZ_PROGRAMS  := $(patsubst test/fuzz/%.c,$(BUILD)/fuzz/%,$(FUZZ_SRCS))
# The same targets with a plain main instead of the fuzzer: the corpus as a test.
CORPUS_PROGRAMS := $(patsubst test/fuzz/%.c,$(BUILD)/corpus/%,$(FUZZ_SRCS))
BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(BENCH_SRCS))

PROGRAMS := $(patsubst plugins/%/main.c,$(BIN)/%,$(wildcard plugins/*/main.c))
ifeq ($(BIN),bin)
PROGRAMS += $(if $(filter bin/helm-juno,$(PROGRAMS)),plugins/helm-juno/bin/helm-juno)
endif

# ---- Building

# V=1 shows the commands whole.
ifeq ($(V),1)
say =
else
Q := @
say = @printf '  %-5s %s\n' $(1) $@
endif

.PHONY: all programs units corpus benches
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

all: $(PROGRAMS)
units: $(UNIT_PROGRAMS)
corpus: $(CORPUS_PROGRAMS)
benches: $(BENCH_PROGRAMS)

$(BUILD)/%.o: %.c Makefile VERSION $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(if $(filter test/%,$<),-Itest) $(ALL_CFLAGS) $(WERROR_FLAG) -MMD -MP -c -o $@ $<

$(BUILD)/libjuno.a: $(LIB_OBJS) $(BUILD)/members
	@mkdir -p $(@D)
	$(call say,AR)
	@rm -f $@
	$(Q)$(AR) rcs $@ $(LIB_OBJS)

$(BIN)/kubectl-juno: $(KUBECTL_OBJS) $(BUILD)/libjuno.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(KUBECTL_OBJS) $(BUILD)/libjuno.a $(LIBS_kubectl-juno)

# libyaml's inner loops lose a few per cent of their speed where the linker does not start them at a cache line, which
# any change of ours would move them to or from.
$(BUILD)/libyaml.a: $(LIBYAML_A)
	@mkdir -p $(@D)
	$(call say,ALIGN)
	$(Q)$(OBJCOPY) --set-section-alignment .text=64 $< $@

$(BIN)/helm-juno $(BUILD)/bench/yaml_events: $(filter %.a,$(LIBS_helm-juno))

$(BIN)/helm-juno: $(HELM_OBJS) $(BUILD)/libjuno.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(HELM_LDFLAGS) -o $@ $(HELM_OBJS) $(BUILD)/libjuno.a $(LIBS_helm-juno)

# Helm 4 runs the plugin from its own directory: HELM_PLUGINS=$PWD/plugins works without installing anything.
plugins/helm-juno/bin/helm-juno: bin/helm-juno
	@mkdir -p $(@D)
	$(call say,COPY)
	$(Q)install -m 755 $< $@

$(UNIT_PROGRAMS): $(BUILD)/test/unit/%: $(BUILD)/test/unit/%.o $(HARNESS_OBJS) $(BUILD)/libjuno.a
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $< $(HARNESS_OBJS) $(BUILD)/libjuno.a $(LIBS_test)

$(CORPUS_PROGRAMS): $(BUILD)/corpus/%: $(BUILD)/test/fuzz/%.o $(BUILD)/test/fuzz/main.o $(BUILD)/libjuno.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libjuno.a $(LIBS_kubectl-juno)

# bench/empty.c must load all that kubectl-juno loads, used or not.
$(BENCH_PROGRAMS): $(BUILD)/bench/%: $(BUILD)/bench/%.o
	$(call say,LINK)
	$(Q)$(CC) $(ALL_CFLAGS) -Wl,--no-as-needed $(LDFLAGS_$(FLAVOUR)) $(LDFLAGS) -o $@ $< \
	    $(if $(filter empty,$*),$(LIBS_kubectl-juno),$(if $(filter yaml_events,$*),$(LIBS_helm-juno)))

# Files that change only when their text does: other flags rebuild the objects, a removed source the archive.
define say_when_changed
@mkdir -p $(@D)
@printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(1))' > $@
endef
.PHONY: FORCE
FORCE:
$(BUILD)/flags: FORCE
	$(call say_when_changed,$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS))
$(BUILD)/members: FORCE
	$(call say_when_changed,$(LIB_OBJS))

-include $(LIB_OBJS:.o=.d) $(KUBECTL_OBJS:.o=.d) $(HELM_OBJS:.o=.d) $(TEST_OBJS:.o=.d) \
         $(BUILD)/test/fuzz/main.d $(call objects,$(BENCH_SRCS:.c=.d))

# ---- Checking: the scripts say at their top what they do

.PHONY: test check unit asan valgrind cov lint golden bench fuzz
test:
	@scripts/run-tests all
check:
	@scripts/run-tests check
unit:
	@FLAVOUR=$(FLAVOUR) scripts/run-tests unit $(ONLY)
asan:
	@scripts/run-tests asan
valgrind:
	@scripts/run-tests valgrind
cov:
	@scripts/coverage
lint:
	@scripts/run-tests lint
golden: all
	@UPDATE_GOLDEN=1 scripts/run-tests bats
	@UPDATE_GOLDEN=1 scripts/run-tests peers
bench: all benches
	@scripts/bench

# The fuzzer's objects need their own instrumentation, so each target compiles the library's sources again.
FUZZ_SECONDS ?= 60
FUZZ_FLAGS   := -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all
$(FUZZ_PROGRAMS): $(BUILD)/fuzz/%: test/fuzz/%.c $(LIB_SRCS) $(wildcard common/*/*.h) Makefile
	@mkdir -p $(@D)
	$(call say,FUZZ)
	$(Q)clang -std=gnu11 $(ALL_CPPFLAGS) -Itest $(FUZZ_FLAGS) -o $@ $< $(LIB_SRCS) $(LIBS_kubectl-juno)
fuzz: $(FUZZ_PROGRAMS)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz $(FUZZ_PROGRAMS)

# ---- Using

.PHONY: deps demo man install uninstall dist krew-manifest clean help
deps:
	@scripts/deps
demo: deps
	@$(MAKE) --no-print-directory all
	@scripts/demo
man: all
	@scripts/man docs/man

install: all man
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(BIN)/kubectl-juno $(BIN)/helm-juno $(DESTDIR)$(PREFIX)/bin/
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/kubectl-juno $(DESTDIR)$(PREFIX)/bin/helm-juno
	rm -f $(DESTDIR)$(PREFIX)/share/man/man1/kubectl-juno*.1 $(DESTDIR)$(PREFIX)/share/man/man1/helm-juno*.1

# The scripts say at their top what is in the archives and in the manifest.
dist:
	@scripts/dist
krew-manifest:
	@scripts/krew-manifest

clean:
	rm -rf build bin plugins/helm-juno/bin dist

help:
	@echo 'make             build bin/kubectl-juno and bin/helm-juno'
	@echo 'make demo        install what is missing, build, and show the product on real input'
	@echo 'make test        everything that CI runs: unit tests, commands, lint, sanitizers, real peers'
	@echo 'make check       the fast part of it: unit tests and commands, no peers'
	@echo 'make unit        unit tests only; ONLY=base/test_buf runs one program'
	@echo 'make asan        unit tests, commands and conformance cases under AddressSanitizer and UBSan'
	@echo 'make valgrind    the conformance cases under valgrind (minutes)'
	@echo 'make cov         branch coverage of the library by module'
	@echo 'make lint        format, layers, headers, unused symbols, shell scripts, documents'
	@echo 'make golden      rewrite the golden files of the command tests; review them as code'
	@echo 'make fuzz        run every fuzz target for FUZZ_SECONDS (60)'
	@echo 'make bench       measure against kustomize and libyaml, write docs/benchmarks.md'
	@echo 'make deps        install what the machine lacks (Debian packages)'
	@echo 'make man         write the man pages to docs/man'
	@echo 'make install     to $$(DESTDIR)$$(PREFIX), PREFIX=/usr/local; make uninstall takes it back'
	@echo 'make dist        the release archives for this platform, the sources and the sums, in dist/'
	@echo 'make krew-manifest  write krew-manifest.yaml from the archives in dist/'
	@echo 'make clean       remove everything built'

/* Plan: the ordered statements that turn one catalog into another. Pure.
 *
 * Steps come in a stable topological order: the same two catalogs give the same text, always. All
 * text lives in the plan's arena; objects are those of the Diff's catalogs, which must outlive the
 * plan.
 */
#pragma once

#include "diff/diff.h"
#include "plan/template.h"

GQuark plan_error_quark(void);
#define PLAN_ERROR plan_error_quark()

typedef enum { STEP_DROP, STEP_CREATE, STEP_ALTER, STEP_RENAME } StepType;

/* Something dangerous about a step. */
typedef struct {
    const char *code;     /* "data-loss", … static */
    const char *identity; /* what --allow-data-loss= takes */
    const char *message;  /* "drops column public.users.email and its values" */
    bool loses_data;
} Hazard;

typedef struct {
    StepType type;
    const Change *change; /* NULL for renames */
    const char *label;    /* "table public.users" */
    Sql *statements;
    guint statement_count;
    Hazard *hazards;
    guint hazard_count;
    /* Of an online plan: the steps that come before, by index. */
    const guint *needs;
    guint need_count;
    const Object *table; /* the one that it is about, where that is changed online; else NULL */
    guint replaces;      /* index + 1 of the step whose drop happens in this one; 0: none */
} Step;

typedef struct {
    Arena *arena;
    Step *steps;
    guint count;
} Plan;

/* Learned from a rehearsal: the step that makes `later` needs the one that makes `earlier`, though
 * no dependency says so (function bodies). Both are "kind identity" labels. */
typedef struct {
    const char *earlier, *later;
} PlanHint;

/* Orders and words a rebuilt diff. `hints` (of PlanHint) may be NULL. FAIL_DECISION when a cycle
 * cannot be opened, naming its members. */
Plan *plan_build(const Diff *diff, const GArray *hints, GError **error);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

/* The plan as one SQL script: a statement and a semicolon each, neighbours joined where their
 * templates allow it, a comment above each statement that loses data. Caller frees. */
char *plan_sql(const Plan *plan);

/* The statements of plan_sql(), one by one: array of char*; `steps` (may be NULL) gets the index of
 * the first step that each comes from. Caller unrefs. */
GPtrArray *plan_statements(const Plan *plan, GArray **steps);

/* Steps, or parts of them, that belong into one migration. Its plan has no arena. */
typedef struct {
    Plan plan;
    bool apart; /* one statement after the other, each committed by itself */
} PlanStage;

/* The plan as migrations, in their order; of a plan that is not online, one. `labels_first`: what
 * cannot be used before it is committed is the first. Array of PlanStage*, as long as `plan` is
 * there; caller unrefs. */
GPtrArray *plan_stages(const Plan *plan, bool labels_first);

/* One statement of a step as it is alone. Caller frees. */
char *plan_statement(const Sql *sql);

/* SPDX-License-Identifier: Apache-2.0 */
/* cli/completion_script.c - what the shells and Helm load; each asks `NAME __complete WORDS...` */
#include <string.h>

#include "cli/command.h"
#include "cli/completion.h"
#include "cli/console.h"
#include "cli/program.h"

/* In the scripts @NAME@ is the executable and @FUNCTION@ a shell function's name. */

static const char bash_script[] =
    "# bash completion for @NAME@\n"
    "@FUNCTION@()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} i word line glued='' head='' quote='' directive=0\n"
    "    local -a words=() lines=()\n"
    "    # bash makes three words of --name=value, and leaves them quoted: put them together "
    "again\n"
    "    for ((i = 1; i <= COMP_CWORD; i++)); do\n"
    "        word=${COMP_WORDS[i]} quote=\n"
    "        if [[ $word == [\\'\\\"]* ]]; then\n"
    "            quote=${word:0:1} word=${word:1}\n"
    "            word=${word%\"$quote\"}\n"
    "        elif [[ $word == *\\\\* ]]; then\n"
    "            IFS= read word <<<\"$word\"\n"
    "        fi\n"
    "        if [[ ${#words[@]} -gt 0 && ( $word == '=' || $glued ) ]]; then\n"
    "            words[${#words[@]}-1]+=$word\n"
    "        else\n"
    "            words+=(\"$word\")\n"
    "        fi\n"
    "        if [[ $word == '=' ]]; then glued=1; else glued=; fi\n"
    "    done\n"
    "    if [[ $cur == '=' ]]; then cur=; fi\n"
    "    # what stands before the '=' of FIELD=VALUE is no part of the word that bash replaces\n"
    "    word=${words[${#words[@]}-1]}\n"
    "    if [[ $word == --*=* ]]; then word=${word#*=}; fi\n"
    "    if [[ $word == *=* && ! $quote ]]; then head=${word%%=*}=; fi\n"
    "    if [[ $quote ]]; then cur=${cur:1}; fi\n"
    "    COMPREPLY=()\n"
    "    while IFS= read -r line; do\n"
    "        if [[ $line == :* ]]; then\n"
    "            directive=${line#:}\n"
    "        else\n"
    "            line=${line%%$'\\t'*}\n"
    "            lines+=(\"${line#\"$head\"}\")\n"
    "        fi\n"
    "    done < <(\"${COMP_WORDS[0]}\" __complete \"${words[@]}\" 2>/dev/null)\n"
    "    if ((directive & 16)); then\n"
    "        compopt -o filenames\n"
    "        mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n"
    "    elif ((!(directive & 4) && ${#lines[@]} == 0)); then\n"
    "        compopt -o filenames\n"
    "        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
    "    elif [[ $quote ]]; then\n"
    "        COMPREPLY=(\"${lines[@]}\")\n"
    "    else\n"
    "        for line in \"${lines[@]}\"; do COMPREPLY+=(\"$(printf '%q' \"$line\")\"); done\n"
    "    fi\n"
    "    if ((directive & 2)) || [[ ${#lines[@]} -eq 1 && ${lines[0]} == *= ]]; then\n"
    "        compopt -o nospace\n"
    "    fi\n"
    "    return 0\n"
    "}\n"
    "complete -F @FUNCTION@ @NAME@\n";

static const char zsh_script[] =
    "#compdef @NAME@\n"
    "# zsh completion for @NAME@\n"
    "@FUNCTION@()\n"
    "{\n"
    "    local line directive=0 value\n"
    "    local -a plain asked\n"
    "    # the last one may have a quote that is open\n"
    "    asked=(\"${(@Q)words[2,CURRENT]}\")\n"
    "    asked[-1]=${asked[-1]#[\\'\\\"]}\n"
    "    while IFS= read -r line; do\n"
    "        if [[ $line == :* ]]; then\n"
    "            directive=${line#:}\n"
    "            continue\n"
    "        fi\n"
    "        value=${${line%%$'\\t'*}//:/\\\\:}\n"
    "        if [[ $line == *$'\\t'* ]]; then value=\"$value:${line#*$'\\t'}\"; fi\n"
    "        plain+=(\"$value\")\n"
    "    done < <(\"${words[1]}\" __complete \"${asked[@]}\" 2>/dev/null)\n"
    "    if (( directive & 16 )); then\n"
    "        compset -P '*='\n"
    "        _path_files -/\n"
    "    elif (( ! (directive & 4) && ! ${#plain} )); then\n"
    "        compset -P '*='\n"
    "        _files\n"
    "    else\n"
    "        if [[ ${words[CURRENT]} == --*=* ]]; then compset -P 1 '*='; fi\n"
    "        if (( directive & 2 )); then _describe '@NAME@' plain -S ''; "
    "else _describe '@NAME@' plain; fi\n"
    "    fi\n"
    "}\n"
    "if [[ ${funcstack[1]} == @FUNCTION@ ]]; then @FUNCTION@; else compdef @FUNCTION@ @NAME@; fi\n";

static const char fish_script[] =
    "# fish completion for @NAME@\n"
    "function @FUNCTION@\n"
    "    set -l current (string unescape -- (commandline -ct | string trim -l -c '\\'\"'))\n"
    "    set -l words (commandline -opc) \"$current\"\n"
    "    set -l directive 0\n"
    "    set -l count 0\n"
    "    set -l head ''\n"
    "    if string match -q -- '--*=*' $current\n"
    "        set head (string replace -r '=.*' '=' -- $current)\n"
    "    end\n"
    "    for line in ($words[1] __complete $words[2..-1] 2>/dev/null)\n"
    "        if string match -q ':*' -- $line\n"
    "            set directive (string sub -s 2 -- $line)\n"
    "        else\n"
    "            set count (math $count + 1)\n"
    "            echo $head$line\n"
    "        end\n"
    "    end\n"
    "    # of what stands behind a '=': the shell completes whole words\n"
    "    set head (string match -r '.*=' -- $current)\n"
    "    set current (string replace -r '.*=' '' -- $current)\n"
    "    if test $directive -eq 16\n"
    "        __fish_complete_directories \"$current\" | string replace -r '^' -- \"$head\"\n"
    "    else if test $directive -eq 0; and test $count -eq 0\n"
    "        __fish_complete_path \"$current\" | string replace -r '^' -- \"$head\"\n"
    "    end\n"
    "end\n"
    "complete -c @NAME@ -f -a '(@FUNCTION@)'\n";

static const char *const shells[] = {
    [COMPLETION_BASH] = "bash", [COMPLETION_ZSH] = "zsh", [COMPLETION_FISH] = "fish"
};

bool completion_find_shell(const char *name, enum completion_shell *shell, struct error *err)
{
    for (size_t i = 0; i < ARRAY_SIZE(shells); i++) {
        if (strcmp(shells[i], name) == 0) {
            *shell = (enum completion_shell)i;
            return true;
        }
    }
    return error_set(err, ERROR_USAGE, "no completion for '%s': bash, fish and zsh are known",
                     name);
}

void completion_add_shells(struct completion *completion)
{
    for (size_t i = 0; i < ARRAY_SIZE(shells); i++)
        completion_add(completion, view_of(shells[i]), VIEW("print the script for this shell"));
}

static const char *script_of(enum completion_shell shell)
{
    switch (shell) {
    case COMPLETION_BASH:
        return bash_script;
    case COMPLETION_ZSH:
        return zsh_script;
    case COMPLETION_FISH:
        return fish_script;
    }
    return "";
}

/* SCRIPT with @NAME@ and @FUNCTION@ filled in; other '@' are the shell's. */
static void add_filled(struct buf *out, struct view script, const char *name, const char *function)
{
    const struct {
        struct view mark;
        const char *text;
    } marks[] = { { VIEW("@NAME@"), name }, { VIEW("@FUNCTION@"), function } };
    size_t at = 0;

    while (at < script.len) {
        size_t i = 0;

        while (i < ARRAY_SIZE(marks) &&
               !view_starts(view_sub(script, at, script.len), marks[i].mark))
            i++;
        if (i < ARRAY_SIZE(marks)) {
            buf_add(out, marks[i].text);
            at += marks[i].mark.len;
        } else
            buf_add_byte(out, script.data[at++]);
    }
}

void completion_add_script(struct buf *out, enum completion_shell shell, const char *name)
{
    AUTO(buf) function = BUF_INIT(BUF_TEXT_BYTES_MAX);

    /* A dash is no part of a function's name everywhere; zsh loads _NAME by that name. */
    buf_addf(&function, "_%s", name);
    for (size_t i = 0; shell != COMPLETION_ZSH && i < function.len; i++)
        if (function.data[i] == '-')
            function.data[i] = '_';
    add_filled(out, view_of(script_of(shell)), name, buf_text(&function));
}

/* ---- Helm's completion.yaml: names of ours only, which need no quotes */

static void add_yaml_flags(struct buf *out, const struct option *table, const char *indent)
{
    struct option_walk walk;
    struct option_place place;

    option_walk_init(&walk, table);
    while (option_walk_next(&walk, &place)) {
        if (place.option->flags & OPTION_HIDDEN)
            continue;
        /* `n` and `y` would be booleans */
        if (place.option->letter)
            buf_addf(out, "%s- \"%c\"\n", indent, place.option->letter);
        if (strlen(place.option->name) > 1)
            buf_addf(out, "%s- %s\n", indent, place.option->name);
    }
}

void completion_add_helm_yaml(struct buf *out, const struct program *program)
{
    buf_addf(out, "# made by: %s __helm_completion\nname: %s\nflags:\n", program->name,
             strrchr(program->host, ' ') + 1);
    add_yaml_flags(out, console_options, "");
    buf_add(out, "commands:\n");
    for (const struct command *const *c = program->commands; *c; c++) {
        if ((*c)->flags & COMMAND_HIDDEN)
            continue;
        buf_addf(out, "- name: %s\n", (*c)->name);
        if (!(*c)->options)
            continue;
        buf_add(out, "  flags:\n");
        add_yaml_flags(out, (*c)->options, "  ");
    }
}

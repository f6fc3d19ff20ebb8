/* SPDX-License-Identifier: Apache-2.0 */
/*
 * yaml_events - the least that reading YAML can cost: libyaml's event loop, and nothing done with
 * it
 *
 * usage: yaml_events < STREAM
 *
 * Reads all of standard input first, as helm-juno does, and prints the number of events.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <yaml.h>

static unsigned char *read_all(size_t *len)
{
    size_t cap = 1 << 16;
    unsigned char *text = malloc(cap);
    ssize_t got;

    *len = 0;
    while (text && (got = read(STDIN_FILENO, text + *len, cap - *len)) > 0) {
        *len += (size_t)got;
        if (*len == cap) {
            unsigned char *larger = realloc(text, cap *= 2);

            if (!larger)
                free(text);
            text = larger;
        }
    }
    return text;
}

int main(void)
{
    size_t len;
    unsigned char *text = read_all(&len);
    yaml_parser_t parser;
    yaml_event_t event;
    size_t events = 0;
    int done = 0;

    if (!text || !yaml_parser_initialize(&parser))
        return 1;
    yaml_parser_set_input_string(&parser, text, len);
    while (!done) {
        if (!yaml_parser_parse(&parser, &event)) {
            fprintf(stderr, "yaml_events: line %zu: %s\n", parser.problem_mark.line + 1,
                    parser.problem);
            return 1;
        }
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        events++;
    }
    yaml_parser_delete(&parser);
    free(text);
    printf("%zu\n", events);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/banned.h - functions that go wrong by themselves; using one is a compile error
 *
 * The error names the replacement. System headers are included first so that only our calls meet
 * the poison. Source: style rule 2.3.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(function, instead) use_##instead##_instead_of_##function

#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef sprintf
#undef vsprintf
#undef strtok
#undef atoi
#undef atol
#undef strtol
#undef strtoul
#undef sscanf
#undef gets
#undef localtime
#undef gmtime
#undef ctime
#undef system
#undef popen
#define strcpy(...)    BANNED(strcpy, buf_add)
#define strcat(...)    BANNED(strcat, buf_add)
#define strncpy(...)   BANNED(strncpy, buf_add)
#define strncat(...)   BANNED(strncat, buf_add)
#define sprintf(...)   BANNED(sprintf, buf_addf)
#define vsprintf(...)  BANNED(vsprintf, buf_addv)
#define strtok(...)    BANNED(strtok, view_cut)
#define atoi(...)      BANNED(atoi, num_parse_i64)
#define atol(...)      BANNED(atol, num_parse_i64)
#define strtol(...)    BANNED(strtol, num_parse_i64)
#define strtoul(...)   BANNED(strtoul, num_parse_u64)
#define sscanf(...)    BANNED(sscanf, view_cut)
#define gets(...)      BANNED(gets, file_read)
#define localtime(...) BANNED(localtime, localtime_r)
#define gmtime(...)    BANNED(gmtime, gmtime_r)
#define ctime(...)     BANNED(ctime, strftime)
#define system(...)    BANNED(system, process_run)
#define popen(...)     BANNED(popen, process_run)

#endif

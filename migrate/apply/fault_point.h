/* Fault points: named places at which the tests make the program die, stop or wait.
 *
 * They are part of every build, so that the program that is tested is the program that is shipped.
 * Without MIGRATE_FAULT in the environment a point costs one comparison. Who can set that variable
 * can also kill the process: it gives away nothing.
 *
 *     MIGRATE_FAULT=POINT:ACTION[:NTH]     kill9 | exit | stop | term | sleep
 *
 * NTH counts the passes of that point, from 1. `stop` raises SIGSTOP and goes on after SIGCONT;
 * `sleep` is two seconds.
 */
#pragma once

void fault_point(const char *name);

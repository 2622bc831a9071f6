#!/usr/bin/env python3
"""old_kernel.py WITHOUT PROGRAM [ARGUMENT]...: runs a program as on a kernel without landlock, seccomp or both.

WITHOUT is landlock, seccomp or both. A filter answers the calls that make them as a kernel does that has not got them:
landlock_create_ruleset with ENOSYS, seccomp and prctl(PR_SET_SECCOMP) with EINVAL. The program and all that it starts
live under it. Only for tests; x86-64 and aarch64.
"""
import ctypes
import os
import platform
import struct
import sys

ENOSYS, EINVAL = 38, 22
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
LOAD, EQUAL, ANSWER = 0x20, 0x15, 0x06
LANDLOCK_CREATE_RULESET = 444
PRCTL, SECCOMP = {"x86_64": (157, 317), "aarch64": (167, 277)}[platform.machine()]


def step(code, value, yes=0, no=0):
    return struct.pack("<HBBI", code, yes, no, value)


def main():
    without, command = sys.argv[1], sys.argv[2:]
    steps = [step(LOAD, 0)]
    if without in ("landlock", "both"):
        steps += [step(EQUAL, LANDLOCK_CREATE_RULESET, 0, 1), step(ANSWER, ERRNO | ENOSYS)]
    if without in ("seccomp", "both"):
        steps += [step(EQUAL, SECCOMP, 0, 1), step(ANSWER, ERRNO | EINVAL)]
        steps += [step(EQUAL, PRCTL, 0, 4), step(LOAD, 16), step(EQUAL, PR_SET_SECCOMP, 0, 1),
                  step(ANSWER, ERRNO | EINVAL), step(ANSWER, ALLOW)]
    steps += [step(ANSWER, ALLOW)]
    code = ctypes.create_string_buffer(b"".join(steps))
    program = struct.pack("<HxxxxxxQ", len(steps), ctypes.addressof(code))
    buffer = ctypes.create_string_buffer(program)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        sys.exit("no-new-privileges: " + os.strerror(ctypes.get_errno()))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.c_void_p(ctypes.addressof(buffer)), 0, 0) != 0:
        sys.exit("seccomp: " + os.strerror(ctypes.get_errno()))
    os.execv(command[0], command)


main()

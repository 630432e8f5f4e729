#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own loop (LLVM, compiler-rt/lib/fuzzer/FuzzerInterface.h): calls `test` with input after input.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));

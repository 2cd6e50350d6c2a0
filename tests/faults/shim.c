// Loaded before the C library: counts every call that changes files below a root, and makes the n-th fail or kill.
// The page is shared with all processes forked from the first, so that a build's workers count as one with it.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORD, ERROR, KILL_BEFORE, KILL_AFTER, ERROR_FROM };
static struct { int count, at, mode, error; char root[PATH_MAX]; char log[PATH_MAX]; } *page;

__attribute__((constructor)) static void begin(void) {
  page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

// What to watch and where to fail; at 0 only records, line by line, in the log.
void fault_arm(const char *root, int at, int mode, int error, const char *log) {
  page->count = 0; page->at = at; page->mode = mode; page->error = error;
  strncpy(page->log, log, PATH_MAX - 1);
  strncpy(page->root, root, PATH_MAX - 1);
}

int fault_count(void) { return page->count; }

static int below(const char *path) {
  size_t length = strlen(page->root);
  return length && !strncmp(path, page->root, length);
}

static int watched(int folder, const char *path, char *whole) {
  char base[PATH_MAX] = "";
  whole[0] = 0;
  if (!page || !page->root[0]) return 0;
  if (path[0] != '/') {
    char link[64];
    if (folder == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
    else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t n = readlink(link, base, sizeof base - 1);
      if (n < 0) return 0;
      base[n] = 0;
    }
    snprintf(whole, PATH_MAX, "%.2000s/%.2000s", base, path);
  } else snprintf(whole, PATH_MAX, "%.4000s", path);
  return below(whole);
}

static int open_file(int fd, char *whole) {
  char link[64];
  if (!page || !page->root[0]) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, whole, PATH_MAX - 1);
  if (n < 0) return 0;
  whole[n] = 0;
  return below(whole);
}

static void note(const char *name, const char *path) {
  int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  ssize_t (*put)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  char line[PATH_MAX + 64];
  int fd = real(page->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) return;
  int n = snprintf(line, sizeof line, "%s %s\n", name, path + strlen(page->root));
  if (put(fd, line, n) != n) abort();
  close(fd);
}

// Say whether this call must fail; a kill before it does not come back.
static int fails(const char *name, const char *path, int *last) {
  int number = __sync_add_and_fetch(&page->count, 1);
  *last = 0;
  if (!page->at) { note(name, path); return 0; }
  if (page->mode == ERROR_FROM ? number < page->at : number != page->at) return 0;
  if (page->mode == KILL_BEFORE) kill(getpid(), SIGKILL);
  if (page->mode == KILL_AFTER) { *last = 1; return 0; }
  errno = page->error;
  return 1;
}

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = dlsym(RTLD_NEXT, #name)
#define ACT(seen, name, call) do { int last = 0; \
  if ((seen) && fails(name, whole, &last)) return -1; \
  __typeof__(call) result = (call); \
  if (last) kill(getpid(), SIGKILL); \
  return result; } while (0)
#define WRITES(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))

#define OPEN(name) int name(const char *path, int flags, ...) { \
  REAL(int, name, const char *, int, ...); char whole[PATH_MAX]; \
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
  ACT(WRITES(flags) && watched(AT_FDCWD, path, whole), "open", real(path, flags, mode)); }
OPEN(open) OPEN(open64)

#define OPENAT(name) int name(int folder, const char *path, int flags, ...) { \
  REAL(int, name, int, const char *, int, ...); char whole[PATH_MAX]; \
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest); \
  ACT(WRITES(flags) && watched(folder, path, whole), "open", real(folder, path, flags, mode)); }
OPENAT(openat) OPENAT(openat64)

#define ON_FILE(name, args, call, ...) int name args { REAL(int, name, __VA_ARGS__); char whole[PATH_MAX]; \
  ACT(open_file(fd, whole), #name, real call); }
ON_FILE(fsync, (int fd), (fd), int)
ON_FILE(fdatasync, (int fd), (fd), int)
ON_FILE(flock, (int fd, int how), (fd, how), int, int)
ON_FILE(fchmod, (int fd, mode_t mode), (fd, mode), int, mode_t)
ON_FILE(ftruncate, (int fd, off_t size), (fd, size), int, off_t)
ON_FILE(ftruncate64, (int fd, off64_t size), (fd, size), int, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t); char whole[PATH_MAX];
  ACT(open_file(fd, whole), "write", real(fd, data, size));
}
ssize_t sendfile(int fd, int from, off_t *offset, size_t size) {
  REAL(ssize_t, sendfile, int, int, off_t *, size_t); char whole[PATH_MAX];
  ACT(open_file(fd, whole), "sendfile", real(fd, from, offset, size));
}
ssize_t sendfile64(int fd, int from, off64_t *offset, size_t size) {
  REAL(ssize_t, sendfile64, int, int, off64_t *, size_t); char whole[PATH_MAX];
  ACT(open_file(fd, whole), "sendfile", real(fd, from, offset, size));
}

#define ON_NAME(name, args, path, call, ...) int name args { REAL(int, name, __VA_ARGS__); char whole[PATH_MAX]; \
  ACT(watched(AT_FDCWD, path, whole), #name, real call); }
#define ON_NAME_AT(name, args, folder, path, call, ...) int name args { REAL(int, name, __VA_ARGS__); \
  char whole[PATH_MAX]; ACT(watched(folder, path, whole), #name, real call); }
ON_NAME(rename, (const char *from, const char *to), to, (from, to), const char *, const char *)
ON_NAME(link, (const char *from, const char *to), to, (from, to), const char *, const char *)
ON_NAME(symlink, (const char *from, const char *to), to, (from, to), const char *, const char *)
ON_NAME(unlink, (const char *path), path, (path), const char *)
ON_NAME(rmdir, (const char *path), path, (path), const char *)
ON_NAME(mkdir, (const char *path, mode_t mode), path, (path, mode), const char *, mode_t)
ON_NAME(chmod, (const char *path, mode_t mode), path, (path, mode), const char *, mode_t)
ON_NAME_AT(unlinkat, (int folder, const char *path, int how), folder, path, (folder, path, how), int, const char *, int)
ON_NAME_AT(mkdirat, (int folder, const char *path, mode_t mode), folder, path, (folder, path, mode), int, const char *,
           mode_t)
ON_NAME_AT(renameat, (int a, const char *from, int b, const char *to), b, to, (a, from, b, to), int, const char *, int,
           const char *)
ON_NAME_AT(linkat, (int a, const char *from, int b, const char *to, int how), b, to, (a, from, b, to, how), int,
           const char *, int, const char *, int)
ON_NAME_AT(renameat2, (int a, const char *from, int b, const char *to, unsigned how), b, to, (a, from, b, to, how), int,
           const char *, int, const char *, unsigned)

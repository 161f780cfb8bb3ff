/*
 * Ends a mounted file system as a power loss does: nothing more reaches the disk, and what ext4 has in its log but not
 * yet on the disk is gone. For root; the file system has to be unmounted and mounted again afterwards.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define SHUT_DOWN _IOR('X', 125, uint32_t) /* EXT4_IOC_SHUTDOWN */
#define WITHOUT_FLUSHING_THE_LOG 2u

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "cut-power: give the folder where the file system is mounted\n");
        return 2;
    }
    int folder = open(arguments[1], O_RDONLY);
    uint32_t how = WITHOUT_FLUSHING_THE_LOG;
    if (folder < 0 || ioctl(folder, SHUT_DOWN, &how) != 0) {
        perror("cut-power");
        return 1;
    }
    return 0;
}

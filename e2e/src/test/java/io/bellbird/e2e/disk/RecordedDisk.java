package io.bellbird.e2e.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A folder as it may look after a power loss, from a record of what a program did to it. The model:
 *
 * <ul>
 *   <li>Bytes and sizes are durable when a sync of the file began after they were written, and returned.
 *   <li>Names (create, rename, link, remove) are durable in their order; for certain when a sync of a directory began
 *       after them, and returned. This is ext4 with ordered data, but for two favours of it that nothing should need: a
 *       sync of a file alone does not make its name durable, and a rename does not write the file's bytes.
 *   <li>Of all other changes a part may be there: of the names the first ones; of each file the first changes, the next
 *       one torn at a border of 512 bytes, and sometimes zeros up to the size that the file had.
 * </ul>
 */
final class RecordedDisk {
    private final String folder;
    private final RecordedNames names;
    private final Map<Long, RecordedFile> openFiles = new HashMap<>();
    private int started;

    private RecordedDisk(Path folder, Path original) {
        this.folder = folder.toString();
        names = new RecordedNames(existing(folder, original));
    }

    /**
     * Plays a record.
     *
     * @param folder where the program saw its files
     * @param original what was there, durable, before the record began; may be absent
     */
    static RecordedDisk play(Path folder, Path original, List<DiskEvent> events) {
        RecordedDisk disk = new RecordedDisk(folder, original);
        for (int index = 0; index < events.size(); index++) {
            disk.take(index, events.get(index));
        }
        return disk;
    }

    /**
     * Builds the folder.
     *
     * @param target does not exist
     */
    void restore(Path target, Survival survival, Random random) {
        RecordedNames.Names left = names.restored(survival.some(names.unsynced(), random));
        try {
            Files.createDirectories(target);
            for (String path : left.folders.keySet()) {
                Files.createDirectories(place(path, target));
            }
            for (Map.Entry<String, RecordedFile> file : left.files.entrySet()) {
                Path place = place(file.getKey(), target);
                if (Files.isDirectory(place.getParent())) {
                    file.getValue().restore(place, survival, random);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot build " + target, e);
        }
    }

    private Path place(String path, Path target) {
        return path.equals(folder) ? target : target.resolve(path.substring(folder.length() + 1));
    }

    private void take(int index, DiskEvent event) {
        switch (event.operation()) {
            case STARTED -> {
                openFiles.clear();
                started = index + 1;
            }
            case OPENED -> open(index, event);
            case WRITTEN -> file(event).write(index, event.offset(), event.first());
            case RESIZED -> file(event).resize(index, event.size());
            case ALLOCATED -> file(event).enlarge(index, event.size());
            case SYNCED -> sync(event);
            case RENAMED -> names.rename(index, event.path(), event.secondPath());
            case UNLINKED, REMOVED_FOLDER -> names.remove(index, event.path());
            case LINKED -> names.link(index, event.path(), event.secondPath());
            case MADE_FOLDER -> names.createFolder(index, event.path());
            case CLOSED -> openFiles.remove(event.handle());
        }
    }

    private void open(int index, DiskEvent event) {
        String path = event.path();
        if (names.now().folders.containsKey(path)) {
            return; // syncs of its handle concern names
        }
        RecordedFile file = names.now().files.get(path);
        if (file == null && !event.creates()) {
            throw new IllegalStateException(path + " was opened, but the record does not say where it came from");
        }
        if (file == null) {
            file = RecordedFile.created();
            names.create(index, path, file);
        } else if (event.empties()) {
            file.resize(index, 0);
        }
        openFiles.put(event.handle(), file);
    }

    private void sync(DiskEvent event) {
        int end = started + (int) event.size();
        RecordedFile file = openFiles.get(event.handle());
        if (file == null) {
            names.sync(end);
        } else {
            file.sync(end);
        }
    }

    private RecordedFile file(DiskEvent event) {
        RecordedFile file = openFiles.get(event.handle());
        if (file == null) {
            throw new IllegalStateException("the record does not say to which file an event belongs: " + event);
        }
        return file;
    }

    private static RecordedNames.Names existing(Path folder, Path original) {
        RecordedNames.Names names = new RecordedNames.Names();
        names.folders.put(folder.toString(), true);
        if (!Files.exists(original)) {
            return names;
        }
        try (Stream<Path> paths = Files.walk(original)) {
            for (Path path : paths.filter(path -> !path.equals(original)).toList()) {
                String name = folder.resolve(original.relativize(path)).toString();
                if (Files.isDirectory(path)) {
                    names.folders.put(name, true);
                } else {
                    names.files.put(name, RecordedFile.existing(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + original, e);
        }
        return names;
    }
}

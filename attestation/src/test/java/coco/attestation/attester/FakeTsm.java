package coco.attestation.attester;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Linux's folder of reports, as strict as the kernel (drivers/virt/coco, configfs): a folder is filled when it is made; what is written
 * to {@code inblob} counts when the file is closed, and an error then reaches nobody; each write raises the generation; a report needs
 * 64 bytes to be for. Reports are recorded ones, and so never for what was asked.
 */
final class FakeTsm implements FakeMachine.Folders {
    static final String REPORTS = "sys/kernel/config/tsm/report";

    private static final int INBLOB_SIZE_MAX = 64;

    private final FakeMachine machine;
    final List<byte[]> asked = new ArrayList<>();
    final List<String> levels = new ArrayList<>();
    int made;
    int open;

    // What a test may set.
    String provider;
    byte[] outblob = {};
    Optional<byte[]> auxblob = Optional.empty();
    /** Called when a report was read, with the folder's number from 1: gives how often another writes now. */
    Supplier<Integer> others = () -> 0;
    /** The kernel has no report yet: a read gives nothing and does not wait. */
    Supplier<Boolean> busy = () -> false;

    Optional<String> generation = Optional.empty();

    FakeTsm(FakeMachine machine, String provider) {
        this.machine = machine;
        this.provider = provider;
        machine.onFolder(REPORTS, this);
    }

    /** The state of one folder. */
    private final class Entry {
        private byte[] inblob = {};
        private long writes;

        private byte[] report() throws IOException {
            if (inblob.length != INBLOB_SIZE_MAX) throw FakeMachine.error("outblob", "Invalid argument");
            return outblob;
        }
    }

    @Override
    public void made(Path folder) throws IOException {
        if (provider.isEmpty()) throw FakeMachine.error(folder.toString(), "No such device or address");
        made++;
        var entry = new Entry();
        machine.put(folder + "/provider", () -> reading((provider + "\n").getBytes(StandardCharsets.UTF_8)));
        machine.put(
                folder + "/generation",
                () -> reading(generation.orElse(entry.writes + "\n").getBytes(StandardCharsets.UTF_8)));
        machine.put(folder + "/outblob", () -> busy.get() ? waiting() : report(entry));
        machine.put(folder + "/inblob", () -> inblob(entry));
        machine.put(folder + "/privlevel", () -> privilegeLevel(entry));
        if (auxblob.isPresent()) machine.put(folder + "/auxblob", () -> reading(auxblob.get()));
    }

    @Override
    public void removed(Path folder) throws IOException {
        if (open > 0) throw FakeMachine.error(folder.toString(), "Device or resource busy");
    }

    private FakeMachine.Handle report(Entry entry) throws IOException {
        var report = entry.report();
        entry.writes += others.get();
        return reading(report);
    }

    private FakeMachine.Handle reading(byte[] content) {
        var inner = FakeMachine.reading(content);
        return new Counted() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return inner.read(into);
            }
        };
    }

    private FakeMachine.Handle waiting() {
        return new Counted() {
            @Override
            public int read(ByteBuffer into) {
                return 0;
            }
        };
    }

    private FakeMachine.Handle inblob(Entry entry) {
        var written = new ByteArrayOutputStream();
        return new Counted() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                if (written.size() + from.remaining() > INBLOB_SIZE_MAX)
                    throw FakeMachine.error("inblob", "File too large");
                var size = from.remaining();
                while (from.hasRemaining()) written.write(from.get());
                return size;
            }

            @Override
            public void close() throws IOException {
                if (isOpen()) {
                    entry.inblob = written.toByteArray();
                    entry.writes++;
                    asked.add(written.toByteArray());
                }
                super.close();
            }
        };
    }

    private FakeMachine.Handle privilegeLevel(Entry entry) {
        return new Counted() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                var text = StandardCharsets.US_ASCII.decode(from).toString();
                if (!text.matches("[0-3]\n")) throw FakeMachine.error("privlevel", "Invalid argument");
                levels.add(text.strip());
                entry.writes++;
                return text.length();
            }
        };
    }

    /** A folder with open files cannot be removed. */
    private abstract class Counted extends FakeMachine.Handle {
        Counted() {
            open++;
        }

        @Override
        public void close() throws IOException {
            if (isOpen()) open--;
            super.close();
        }
    }
}

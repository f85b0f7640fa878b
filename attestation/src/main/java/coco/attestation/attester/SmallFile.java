package coco.attestation.attester;

import coco.attestation.attester.AttesterException.Reason;
import coco.crypto.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files of a kernel that are questions and answers: they have no size of their own, and every read or write is a call of it. */
final class SmallFile {
    private static final int PIECE_SIZE = 8 << 10;
    private static final int LINE_SIZE_MAX = 64;

    private SmallFile() {}

    /** The whole file, which has at most {@code sizeMax} bytes. */
    static Bytes read(Path file, int sizeMax) throws AttesterException {
        try (var in = Files.newByteChannel(file, StandardOpenOption.READ)) {
            var all = new ByteArrayOutputStream();
            var piece = ByteBuffer.allocate(PIECE_SIZE);
            while (next(in, piece, file)) {
                all.write(piece.array(), 0, piece.position());
                if (all.size() > sizeMax) {
                    throw new AttesterException(Reason.TOO_LARGE, file + ": more than " + sizeMax + " bytes");
                }
                piece.clear();
            }
            return Bytes.unsafeWrap(all.toByteArray());
        } catch (AttesterException e) {
            throw e;
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /** Whether there was one more piece. A call that would have to wait (EWOULDBLOCK) gives nothing, which is no end. */
    private static boolean next(SeekableByteChannel in, ByteBuffer piece, Path file) throws IOException {
        var size = in.read(piece);
        if (size == 0) throw new AttesterException(Reason.CHANGED, file + ": the kernel has no answer for now");
        return size > 0;
    }

    /** One line of printable ASCII, without its end. */
    static String line(Path file) throws AttesterException {
        var text = new String(read(file, LINE_SIZE_MAX).unsafeArray(), StandardCharsets.ISO_8859_1);
        var line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        if (!line.isEmpty() && line.chars().allMatch(c -> c >= ' ' && c <= '~')) return line;
        throw new AttesterException(Reason.MALFORMED, file + ": not one line of text");
    }

    /** Writes {@code content} in one call, as the kernel wants it. The file has to be there. */
    static void write(Path file, Bytes content) throws AttesterException {
        try (var out = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            var written = out.write(ByteBuffer.wrap(content.unsafeArray()));
            if (written != content.size()) {
                throw new AttesterException(
                        Reason.REFUSED, file + ": took " + written + " of " + content.size() + " bytes");
            }
        } catch (AttesterException e) {
            throw e;
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /** What the kernel's error says. */
    static AttesterException refused(Path file, IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> new AttesterException(Reason.ABSENT, file + ": not there", cause);
            case AccessDeniedException _ ->
                new AttesterException(Reason.REFUSED, file + ": this process may not use it", cause);
            case FileSystemException known
            when known.getReason() != null ->
                new AttesterException(Reason.REFUSED, file + ": " + known.getReason(), cause);
            default -> new AttesterException(Reason.REFUSED, file + ": " + cause.getMessage(), cause);
        };
    }
}

package coco.node.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a socket got that asked without a library. */
record RawReply(int status, String body, boolean closed) {
    static RawReply ask(Socket socket, String text) throws IOException {
        send(socket, text);
        return read(socket);
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads one response with a content-length; then looks whether the connection ends, where it says so. */
    static RawReply read(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var status = line(in);
        var length = 0;
        var closes = false;
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var lower = header.toLowerCase(java.util.Locale.ROOT);
            if (lower.startsWith("content-length:"))
                length = Integer.parseInt(lower.substring(15).strip());
            if (lower.equals("connection: close")) closes = true;
        }
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new RawReply(Integer.parseInt(status.split(" ", -1)[1]), body, closes && ends(socket));
    }

    /** Whether the other side ends the connection; true also where it is cut. */
    static boolean ends(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException _) {
            // Cut instead of closed: it has ended as well.
            return true;
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("the connection ended in the middle of a response: " + line);
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }
}

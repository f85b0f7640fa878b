package coco.node.config;

/** Something wrong in the file: its line (from 1), the path of the key ({@code http.limits.idle}), and what is wrong. */
public record Problem(int line, String path, String message) {
    @Override
    public String toString() {
        return "line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}

package coco.conformance;

/**
 * One case of a suite.
 *
 * @param file it is from
 * @param test its name in the file
 * @param group by which cases are counted: a fork
 * @param index among those of its test and group
 */
public record CaseName(String file, String test, String group, int index) {
    @Override
    public String toString() {
        return file + " " + test + "/" + group + "/" + index;
    }
}

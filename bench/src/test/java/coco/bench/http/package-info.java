/** Tests of the package of the same name. */
@NullMarked
package coco.bench.http;

import org.jspecify.annotations.NullMarked;

/** Tests of the package of the same name. */
@NullMarked
package coco.evm.precompile;

import org.jspecify.annotations.NullMarked;

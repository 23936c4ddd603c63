@NullMarked
package ai.matey.adapter;

import org.jspecify.annotations.NullMarked;

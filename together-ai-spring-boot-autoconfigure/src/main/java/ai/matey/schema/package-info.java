/**
 * Java types as JSON schemas: {@link ai.matey.schema.JsonType} provides the schema of a
 * type, checks JSON against it and reads it.
 */
@NullMarked
package ai.matey.schema;

import org.jspecify.annotations.NullMarked;

/**
 * The application of {@code docs/getting-started.md}, which {@code .ci/getting-started}
 * also builds in a folder of its own.
 */
package com.example;

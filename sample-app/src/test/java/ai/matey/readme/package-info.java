/**
 * The code of the README.
 */
package ai.matey.readme;

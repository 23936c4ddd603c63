/**
 * Controllers that inject a {@link ai.matey.core.Bridge}, with Spring MVC and with
 * WebFlux: test slices and failures over HTTP.
 */
package ai.matey.web;

package ai.matey.autoconfigure.together;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Properties under {@code together}: those of the default client, which named clients
 * inherit unless they set their own, and those that apply to the whole application.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("together")
public class TogetherProperties extends TogetherClientProperties {

	/**
	 * Whether to enable the auto-configuration of Together AI.
	 */
	private boolean enabled = true;

	@NestedConfigurationProperty
	private Web web = new Web(false, true);

	@NestedConfigurationProperty
	private Observation observation = new Observation(false, false);

	/**
	 * Additional clients by name, each injected with its name as qualifier. They inherit
	 * the properties under "together" that they do not set, except for the API key if
	 * their base URL points to another server.
	 */
	private Map<String, TogetherClientProperties> clients = new LinkedHashMap<>();

	/**
	 * Return the names of the clients under {@code together.clients}.
	 * @param environment the environment
	 * @return the names in order
	 */
	public static Set<String> clientNames(Environment environment) {
		return Binder.get(environment)
			.bind("together.clients", Bindable.mapOf(String.class, TogetherClientProperties.class))
			.orElseGet(Map::of)
			.keySet();
	}

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Web getWeb() {
		return this.web;
	}

	public void setWeb(Web web) {
		this.web = web;
	}

	public Observation getObservation() {
		return this.observation;
	}

	public void setObservation(Observation observation) {
		this.observation = observation;
	}

	public Map<String, TogetherClientProperties> getClients() {
		return this.clients;
	}

	public void setClients(Map<String, TogetherClientProperties> clients) {
		this.clients = clients;
	}

	/**
	 * Responses of the application's own controllers.
	 *
	 * @param problemDetails Whether to respond with RFC 9457 problem details to failed
	 * calls that controllers do not handle.
	 * @param cancelStreams Whether to cancel the body of a WebFlux response if the client
	 * disconnects before the server has started to write it.
	 */
	public record Web(@DefaultValue("false") boolean problemDetails, @DefaultValue("true") boolean cancelStreams) {

	}

	/**
	 * Content of conversations in traces.
	 *
	 * @param includePrompt Whether to include the text of requests in traces.
	 * @param includeCompletion Whether to include the text of responses in traces.
	 */
	public record Observation(@DefaultValue("false") boolean includePrompt,
			@DefaultValue("false") boolean includeCompletion) {

	}

}

package ai.matey.autoconfigure.together;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code together}: those of the default client, which named clients take
 * over unless they set their own, and those of the whole application.
 */
@ConfigurationProperties("together")
public class TogetherProperties extends TogetherClientProperties {

	/**
	 * Whether Together AI is configured at all.
	 */
	private boolean enabled = true;

	@NestedConfigurationProperty
	private Observation observation = new Observation(false, false);

	/**
	 * Further clients by name. Each takes over the settings under "together" that it does
	 * not set itself, and is injected by its name as qualifier. A client with another
	 * server in its base URL does not take over the API key.
	 */
	private Map<String, TogetherClientProperties> clients = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
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
	 * What traces show of conversations.
	 *
	 * @param includePrompt Whether traces hold the text of requests.
	 * @param includeCompletion Whether traces hold the text of answers.
	 */
	public record Observation(@DefaultValue("false") boolean includePrompt,
			@DefaultValue("false") boolean includeCompletion) {

	}

}

package ai.matey.sample;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Properties of the gateway.
 *
 * @param apiKey Key that callers must send as "Authorization: Bearer". Without one,
 * whoever reaches the port can use the gateway.
 * @param allowedHosts Host names under which the gateway may be called, besides
 * "localhost" and IP addresses. "*" allows all of them.
 * @param readTimeout Maximum time between two packets of a request.
 * @param requestTimeout Maximum time to receive a request.
 */
@ConfigurationProperties("sample.gateway")
record GatewayProperties(@Nullable String apiKey, @DefaultValue List<String> allowedHosts,
		@DefaultValue("20s") Duration readTimeout, @DefaultValue("2m") Duration requestTimeout) {

	GatewayProperties {
		apiKey = StringUtils.hasText(apiKey) ? apiKey.strip() : null;
		Assert.isTrue(apiKey == null || apiKey.matches("[!-~]+"),
				"sample.gateway.api-key must consist of ASCII characters without spaces, as a header does");
		Assert.isTrue(apiKey == null || !apiKey.startsWith("${"),
				"sample.gateway.api-key is a placeholder that nothing fills");
		allowedHosts = allowedHosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Return a description without the key.
	 */
	@Override
	public String toString() {
		return "GatewayProperties[apiKey=" + ((this.apiKey != null) ? "(set)" : "(none)") + ", allowedHosts="
				+ this.allowedHosts + ", readTimeout=" + this.readTimeout + ", requestTimeout=" + this.requestTimeout
				+ "]";
	}

}

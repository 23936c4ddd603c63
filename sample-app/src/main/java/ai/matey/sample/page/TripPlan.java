package ai.matey.sample.page;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * A typed response, which the page shows as a table. While it grows, missing values are
 * {@code null}.
 *
 * @param title what the trip is about
 * @param stops the stops in order
 */
record TripPlan(String title, List<Stop> stops) {

	/**
	 * A stop of a trip.
	 *
	 * @param day the day, from 1 on
	 * @param place where to go
	 * @param activity what to do there
	 * @param euros what it costs
	 */
	record Stop(@JsonPropertyDescription("The day of the trip, from 1 on") Integer day, String place, String activity,
			@JsonPropertyDescription("What it costs in euros, 0 if nothing") Integer euros) {
	}

}

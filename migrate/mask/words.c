#include "mask/words.h"

#include <string.h>

const char mask_languages[] = "de, en, es, fr";

const Words mask_words[] = {
    {"de", "first",
     "Anna|Ben|Clara|David|Elif|Felix|Greta|Hannes|Ida|Jonas|Katrin|Lukas|Maja|Nils|Olga|Paul|"
     "Ronja|Stefan|Theresa|Ulrich|Vera|Wiebke|Yasmin|Bernd|Dieter|Emma|Frieda|Georg|Heike|Ingo|"
     "Jana|Karsten|Lena|Martin|Nora|Oskar|Petra|Ralf|Sabine|Tobias|Ute|Viktor|Werner|Xenia|Antje|"
     "Bruno|Carla|Dorothea|Erik|Finja|Gustav|Helene|Ilse|Jakob|Klara|Leon|Mathilde|Norbert|Pia|"
     "Rudolf|Sophie|Thea|Uwe|Walter"},
    {"de", "last",
     "Ahrens|Bauer|Castell|Dietrich|Engel|Fischer|Graf|Hoffmann|Iversen|Jansen|Keller|Lorenz|"
     "Meyer|Neumann|Otto|Peters|Quandt|Richter|Schulz|Thomsen|Ulrich|Vogel|Wagner|Zimmer|Albers|"
     "Brandt|Claussen|Dorn|Ebert|Franke|Gerlach|Hahn|Imhoff|Jung|Krause|Lange|Maurer|Nagel|"
     "Opitz|Pohl|Reuter|Sommer|Thiel|Unger|Voigt|Winter|Ziegler|Arnold|Becker|Conrad|Decker|Ernst|"
     "Friedrich|Gross|Heinrich|Jahn|Kuhn|Lindner|Moser|Nowak|Paulsen|Roth|Stein|Weber"},
    {"de", "street",
     "Ahornweg|Bahnhofstr.|Birkenallee|Brunnengasse|Dorfstr.|Eichenweg|Feldstr.|Gartenweg|"
     "Goethestr.|Hauptstr.|Heideweg|Jahnstr.|Kirchgasse|Lindenallee|Marktplatz|Mozartweg|"
     "Nelkenweg|Parkstr.|Querstr.|Ringstr.|Rosenweg|Schulstr.|Seestr.|Talweg|Tannenweg|Uferstr.|"
     "Waldstr.|Wiesengrund|Ziegelei|Am Anger|Am Hang|Zur Linde"},
    {"de", "city",
     "Altenfeld|Bergheim|Birkenau|Dornstadt|Eichwalde|Feldkirch|Grünau|Hagenau|Heidefeld|"
     "Kirchdorf|Lindental|Marktheim|Mühlhausen|Neustadt|Oberdorf|Rosenheim|Schönau|Seeburg|"
     "Steinbach|Talheim|Tannrode|Uferstadt|Waldau|Weidenbach|Wiesental|Ziegelhausen|Birkenfeld|"
     "Hohenau|Lauterbach|Mittelstadt|Rotdorf|Sandhausen"},
    {"de", "company",
     "GmbH|AG|und Söhne|und Partner|Technik GmbH|Handel KG|Bau GmbH|Logistik GmbH|Druck KG|"
     "Verlag|Werke AG|Möbel GmbH|Medien GmbH|Stiftung|Optik GmbH|Systeme AG"},
    {"en", "first",
     "Alice|Brian|Chloe|Daniel|Emily|Frank|Grace|Henry|Isla|Jack|Karen|Liam|Megan|Noah|Olivia|"
     "Peter|Quinn|Rachel|Simon|Tessa|Umar|Violet|William|Yara|Zoe|Adam|Bella|Callum|Diana|Edward|"
     "Fiona|George|Hannah|Ian|Jane|Keith|Laura|Mark|Nancy|Oscar|Paula|Robert|Sarah|Thomas|Una|"
     "Victor|Wendy|Xavier|Amber|Bruce|Carol|Dylan|Ellen|Fred|Gina|Hugh|Irene|James|Kelly|Lucy|"
     "Miles|Nina|Owen|Ruth"},
    {"en", "last",
     "Abbott|Barnes|Carter|Dawson|Ellis|Foster|Grant|Harris|Irwin|Jenkins|Knight|Lawson|Mason|"
     "Newton|Osborne|Parker|Quigley|Reed|Stone|Turner|Underwood|Vaughan|Walker|Young|Archer|"
     "Bishop|Cooper|Dixon|Evans|Fletcher|Gibson|Hughes|Ingram|Jordan|Kemp|Lloyd|Marsh|Nash|Oakley|"
     "Palmer|Rhodes|Shaw|Thornton|Upton|Vincent|Watts|Yates|Atkins|Brooks|Clarke|Doyle|Elliott|"
     "Frost|Goodwin|Hayes|Jarvis|Kerr|Lambert|Moore|Norris|Owens|Price|Ross|Sutton"},
    {"en", "street",
     "Abbey Road|Ashford Lane|Beech Avenue|Bridge Street|Castle Street|Cedar Drive|Church Lane|"
     "Cliff Road|Downing Close|Elm Grove|Farm Road|Field Lane|Garden Walk|Green Street|High Street|"
     "Hill Road|Kings Road|Lake View|Long Lane|Maple Drive|Meadow Way|Mill Lane|New Street|"
     "North Road|Oak Avenue|Orchard Close|Park Road|Queens Road|River Walk|School Lane|"
     "Station Road|West Street"},
    {"en", "city",
     "Ashbourne|Bellford|Bridgeton|Camford|Cliffside|Dunmore|Eastbrook|Fairview|Glenwood|"
     "Hartfield|Highbury|Kingsley|Lakeside|Littleton|Marlow|Meadowbank|Middleham|Newbridge|"
     "Northgate|Oakham|Parkhurst|Queensbury|Redhill|Riverton|Southwell|Stonebridge|Thornbury|"
     "Underhill|Westbrook|Whitfield|Winslow|Woodford"},
    {"en", "company",
     "Ltd|plc|Inc.|LLC|and Sons|and Partners|Group|Logistics Ltd|Foods Ltd|Systems Inc.|Media|"
     "Holdings|Engineering Ltd|Press|Consulting|Works"},
    {"es", "first",
     "Ana|Bruno|Carmen|Diego|Elena|Fernando|Gloria|Hugo|Inés|Javier|Laura|Manuel|Nuria|Óscar|Pilar|"
     "Rafael|Sara|Tomás|Úrsula|Vicente|Ximena|Yolanda|Adrián|Beatriz|Carlos|Dolores|Emilio|"
     "Francisca|Gabriel|Irene|Jorge|Lucía|Marcos|Natalia|Pablo|Rosa|Sergio|Teresa|Vera|Alonso|"
     "Blanca|César|Daniela|Esteban|Flora|Gonzalo|Isabel|Julián|Leonor|Martín|Noelia|Pedro|Raquel|"
     "Samuel|Tatiana|Valeria|Ángel|Belén|Clara|Darío|Eva|Félix|Lidia|Mateo"},
    {"es", "last",
     "Alonso|Blanco|Castro|Delgado|Esteban|Fuentes|García|Herrera|Ibáñez|Jiménez|León|Molina|"
     "Navarro|Ortega|Pérez|Quintana|Romero|Santos|Torres|Ureña|Vargas|Zamora|Aguilar|Bravo|Cano|"
     "Domínguez|Espinosa|Ferrer|Gil|Hidalgo|Iglesias|Lozano|Marín|Nieto|Otero|Prieto|Ramos|Serrano|"
     "Tejada|Vega|Zapata|Arias|Benítez|Campos|Durán|Flores|Gallego|Hurtado|Luna|Méndez|Núñez|"
     "Pardo|Rivas|Soler|Trujillo|Valero|Ayala|Cabrera|Crespo|Guerra|Lara|Mora|Peña|Soto"},
    {"es", "street",
     "Calle Alta|Calle Baja|Calle del Carmen|Calle Mayor|Calle Nueva|Calle Real|Calle del Sol|"
     "Calle de la Luna|Calle del Río|Calle del Pozo|Camino Viejo|Camino del Molino|Avenida Central|"
     "Avenida del Mar|Avenida del Parque|Avenida Norte|Plaza Mayor|Plaza Nueva|Plaza del Mercado|"
     "Paseo del Lago|Paseo de la Rosa|Paseo Alto|Ronda Norte|Ronda Sur|Travesía Corta|"
     "Travesía Larga|Cuesta Blanca|Cuesta Vieja|Calle Olivo|Calle Pino|Calle Roble|Calle Tilo"},
    {"es", "city",
     "Aldea Nueva|Altamira|Belmonte|Campoverde|Castillar|El Olmo|Fuente Clara|La Alameda|La Ribera|"
     "Las Eras|Los Pinos|Montalto|Navalar|Olivares|Peñablanca|Piedra Alta|Pozo Hondo|Puente Viejo|"
     "Riofrío|Robledo|San Andrés|San Bruno|Santa Clara|Sierra Baja|Torre Nueva|Valdemora|"
     "Valle Verde|Villa Alta|Villaclara|Villanueva|Villarroble|Zarzal"},
    {"es", "company",
     "S.A.|S.L.|e Hijos|y Compañía|Grupo|Servicios S.L.|Logística S.A.|Editorial|Técnica S.L.|"
     "Obras S.A.|Alimentos S.L.|Sistemas S.A.|Medios|Fundación|Consultores|Talleres S.L."},
    {"fr", "first",
     "Alice|Bruno|Camille|Denis|Élise|Fabien|Gaëlle|Hugo|Inès|Julien|Karine|Louis|Manon|Nicolas|"
     "Océane|Pierre|Quentin|Rose|Simon|Théo|Ursule|Valérie|William|Yves|Zoé|Antoine|Brigitte|"
     "Cédric|Delphine|Étienne|Florence|Guillaume|Hélène|Isabelle|Jean|Léa|Marc|Nadine|Olivier|"
     "Pauline|Romain|Sophie|Thomas|Victor|Xavier|Adèle|Benoît|Claire|Damien|Emma|François|"
     "Geneviève|Henri|Jade|Laurent|Margaux|Noémie|Pascal|Raphaël|Sylvie|Tristan|Viviane|Agathe|"
     "Boris"},
    {"fr", "last",
     "Arnaud|Bernard|Chevalier|Dubois|Etienne|Fontaine|Girard|Henry|Imbert|Joly|Lambert|Mercier|"
     "Noël|Olivier|Petit|Quentin|Roux|Simon|Thomas|Urbain|Vidal|Weber|Aubert|Blanchard|Colin|"
     "Durand|Faure|Garnier|Hubert|Jacquet|Klein|Leroy|Marchand|Nicolas|Perrin|Renard|Schmitt|"
     "Tessier|Vasseur|Adam|Boyer|Caron|Deschamps|Fournier|Gauthier|Hamel|Lacroix|Moreau|Navarro|"
     "Picard|Rivière|Sauvage|Texier|Valentin|Brun|Carpentier|Denis|Gilles|Lemoine|Masson|Poirier|"
     "Robin|Tanguy|Voisin"},
    {"fr", "street",
     "rue Basse|rue Haute|rue des Lilas|rue du Moulin|rue Neuve|rue de la Gare|rue du Puits|"
     "rue des Roses|rue du Lac|rue du Pont|rue Verte|rue du Parc|rue des Champs|rue de la Source|"
     "rue du Stade|rue des Tilleuls|avenue du Nord|avenue du Sud|avenue de la Mer|"
     "avenue des Pins|avenue du Midi|place du Marché|place Neuve|place Haute|chemin Vert|"
     "chemin du Bois|chemin des Prés|chemin Creux|allée des Chênes|allée du Port|impasse Courte|"
     "quai Bas"},
    {"fr", "city",
     "Aubeville|Beaulieu|Belleval|Boisclair|Bourgneuf|Champfleury|Clairmont|Courville|"
     "Eaubonne|Fontclaire|Grandpré|Hauteville|La Chapelle|La Roche|Le Moulin|Les Ormes|"
     "Longchamp|Marville|Montfleury|Neuville|Noirbois|Pierreval|Pontclair|Prébois|Rivebelle|"
     "Rochefleur|Saint Aubin|Saint Cyr|Sauveterre|Valfleuri|Vieuxpont|Villeneuve"},
    {"fr", "company",
     "SA|SARL|et Fils|et Associés|Groupe|Conseil|Transports SA|Bâtiment SARL|Éditions|"
     "Services SARL|Systèmes SA|Distribution|Ateliers|Médias|Fondation|Industries SA"},
    {NULL, "filler", "lorem ipsum dolor sit amet consectetur adipiscing elit sed do ei "},
    {0},
};

const char *mask_words_of(const char *language, const char *list) {
    for (const Words *words = mask_words; words->words; words++)
        if (strcmp(words->list, list) == 0 &&
            (!words->language || g_strcmp0(words->language, language) == 0))
            return words->words;
    return NULL;
}

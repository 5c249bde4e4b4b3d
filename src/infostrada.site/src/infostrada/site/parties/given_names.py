"""Given names one meets in Poland most often: the counter completes a name from them as it is typed."""

# The commonest first, women's and men's in turn: of two that begin alike the first is offered.
COMMON = tuple(
    """
    Anna Piotr Maria Krzysztof Katarzyna Andrzej Małgorzata Tomasz Agnieszka Paweł Barbara Jan Ewa Michał Krystyna Marcin
    Elżbieta Jakub Magdalena Adam Joanna Stanisław Zofia Marek Monika Łukasz Teresa Grzegorz Aleksandra Mateusz Natalia
    Wojciech Julia Mariusz Danuta Dariusz Karolina Zbigniew Marta Maciej Dorota Rafał Beata Jerzy Janina Robert Jadwiga
    Kamil Alicja Dawid Halina Szymon Irena Kacper Jolanta Jacek Grażyna Józef Iwona Bartosz Paulina Ryszard Zuzanna Tadeusz
    Justyna Janusz Wiktoria Jarosław Hanna Filip Bożena Artur Urszula Sebastian Maja Patryk Renata Antoni Oliwia Sławomir
    Weronika Aleksander Agata Henryk Patrycja Mirosław Sylwia Adrian Emilia Franciszek Izabela Damian Gabriela Przemysław
    Edyta Kazimierz Aneta Daniel Marzena Bartłomiej Ewelina Marian Marianna Leszek Wiesława Waldemar Nina Roman Helena
    Zdzisław Stanisława Wiesław Wanda Bogdan Lucyna Edward Genowefa Konrad Kinga Mieczysław Celina Eugeniusz Klaudia Hubert
    Dominika Czesław Angelika Radosław Sabina Krystian Kamila Władysław Henryka Bogusław Mariola Cezary Regina Witold
    Kazimiera Zygmunt Aldona Stefan Bogumiła Lech Martyna Wacław Olga Bronisław Lidia Bolesław Czesława Igor Milena Oskar
    Daria Mikołaj Ilona Dominik Sandra Karol Anita Arkadiusz Felicja Norbert Violetta Emil Bronisława Wiktor Lena Ireneusz
    Zenon Włodzimierz Amelia Lucjan Eryk Julian Laura Ignacy Leokadia Leon Adela Tymon Cecylia Nikodem Elwira Ludwik
    """.split()  # noqa: SIM905 - a table of names reads better so
)
KNOWN = frozenset(name.casefold() for name in COMMON)
SHORTEST = 2


def completed(words: str) -> str:
    """The words with the last one completed to a given name: "Zakrzewska Ba" is "Zakrzewska Barbara".

    Words stay as they are where the last is a given name already, is too short to tell, or follows a given name, as a surname does.
    """
    before, space, last = words.rpartition(" ")
    beginning = last.casefold()
    if not space or len(beginning) < SHORTEST or beginning in KNOWN:
        return words
    if any(each.casefold() in KNOWN for each in before.split()):
        return words
    name = next((each for each in COMMON if each.casefold().startswith(beginning)), "")
    return f"{before} {last}{name[len(last) :]}" if name else words

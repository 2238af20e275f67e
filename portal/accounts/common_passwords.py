"""Words that the commonest passwords are made of; digits and signs around them add nothing."""

_WORDS = """
    abc abcabc abcabcabcabc abcd abcdef abcdefghijkl account admin administrator adminadmin ajax
    amsterdam andre andrew angel asdf asdfasdf asdfgh asdfghjkl asdfghjklasdf azerty azertyuiop
    baseball batman buster changeme charlie chelsea company computer daniel default donald dragon
    dutch easypassword eindhoven football feyenoord geheim geheimwachtwoord george groningen guest
    hallo hallohallo harley hello hellohello hellokitty herfst hunter iloveyou iloveyoutoo incasso
    inloggen jennifer jessica jordan lekker lente letmein letmeinplease liverpool login lovely
    loveyou manager master matthew maverick michael michelle monkey mustang nederland nicole ninja
    nothing passw passwd password passwordpassword passwort pepper pokemon princess qazwsx qazwsxedc
    qwer qwert qwerty qwertyqwerty qwertyuiop qwertyuiopas qwertz qwertzuiop ranger rotterdam secret
    secretpassword shadow soccer starwars summer sunshine superman supersecret sysadmin temppass
    temppassword test tester testing testtest thomas thomasthomas tigger trustno utrecht user
    username voetbal wachtwoord wachtwoordwachtwoord welcome welcomewelcome welkom welkomwelkom
    welkomterug whatever winter wintercoming zaq zaqxsw zomer zxcvbn zxcvbnm
"""

COMMON_WORDS = frozenset(_WORDS.split())
